import {
  hotkeysCoreFeature,
  type ItemInstance,
  searchFeature,
  syncDataLoaderFeature,
} from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { useMemo, useState } from 'react';
import { messages } from '../messages.ts';
import { foldersOf } from './file-name.ts';
import styles from './FileTree.module.css';

const words = messages.attempt;
const root = '';

/** The files as a tree: arrows, Home, End and typing move in it; Enter opens, F2 renames, Delete deletes. */
export function FileTree(props: {
  paths: readonly string[];
  unsaved: readonly string[];
  active: string | undefined;
  onOpen: (path: string) => void;
  onRename: (path: string) => void;
  onDelete: (path: string) => void;
}) {
  const folders = useMemo(() => foldersOf(props.paths), [props.paths]);
  const [closed, setClosed] = useState<readonly string[]>([]);
  // The tree rebuilds itself whenever it is given another list, so the list changes only with its contents.
  const expandedItems = useMemo(
    () => [...folders.keys()].filter((folder) => !closed.includes(folder)),
    [folders, closed],
  );
  const [focused, setFocused] = useState<string | null>(null);
  // Null stands for the first item: when the focused file is gone, the Tab key must still find the tree.
  const present = focused !== null && (folders.has(focused) || props.paths.includes(focused));
  const focusedItem = present ? focused : null;
  const tree = useTree<string>({
    rootItemId: root,
    dataLoader: { getItem: (path) => path, getChildren: (path) => folders.get(path) ?? [] },
    getItemName: (item) => item.getItemData().split('/').at(-1) ?? '',
    isItemFolder: (item) => folders.has(item.getItemData()),
    state: { expandedItems, focusedItem },
    setFocusedItem: setFocused,
    setExpandedItems: (change) => {
      const open = typeof change === 'function' ? change(expandedItems) : change;
      setClosed([...folders.keys()].filter((folder) => !open.includes(folder)));
    },
    onPrimaryAction: (item) => !item.isFolder() && props.onOpen(item.getItemData()),
    hotkeys: {
      customRename: {
        hotkey: 'F2',
        handler: (_, of) => onFile(of.getFocusedItem(), props.onRename),
      },
      customDelete: {
        hotkey: 'Delete',
        handler: (_, of) => onFile(of.getFocusedItem(), props.onDelete),
      },
    },
    features: [syncDataLoaderFeature, hotkeysCoreFeature, searchFeature],
  });
  return (
    <div {...tree.getContainerProps(words.files)} className={styles.tree}>
      {tree.getItems().map((item) => (
        <TreeItem
          key={item.getId()}
          item={item}
          active={item.getItemData() === props.active}
          unsaved={props.unsaved.includes(item.getItemData())}
        />
      ))}
    </div>
  );
}

function onFile(item: ItemInstance<string>, act: (path: string) => void): void {
  if (!item.isFolder()) act(item.getItemData());
}

function TreeItem(props: { item: ItemInstance<string>; active: boolean; unsaved: boolean }) {
  const { item, active, unsaved } = props;
  const name = item.getItemName();
  return (
    <button
      type="button"
      {...item.getProps()}
      role="treeitem"
      onFocus={() => item.setFocused()}
      className={styles.item}
      aria-selected={active}
      aria-label={unsaved ? `${name}, ${words.unsaved}` : name}
      data-path={item.getItemData()}
      style={{ paddingLeft: 8 + item.getItemMeta().level * 16 }}
    >
      <span className={styles.twisty} aria-hidden="true">
        {item.isFolder() && (item.isExpanded() ? '▾' : '▸')}
      </span>
      {name}
      {unsaved && (
        <span className={styles.dot} aria-hidden="true">
          ●
        </span>
      )}
    </button>
  );
}
