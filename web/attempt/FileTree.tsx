import {
  hotkeysCoreFeature,
  type ItemInstance,
  searchFeature,
  syncDataLoaderFeature,
} from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { useMemo, useState } from 'react';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import type { Badge } from './file-badges.ts';
import { foldersOf } from './file-name.ts';
import styles from './FileTree.module.css';

const words = messages.attempt;
const root = '';

/** Gives the keyboard to a file or folder of the tree, once it is drawn there. */
export function focusFile(path: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[role=treeitem][data-path="${CSS.escape(path)}"]`)?.focus(),
  );
}

/** The files as a tree: arrows, Home, End and typing move in it; Enter opens, Insert adds, F2 renames, Delete deletes. */
export function FileTree(props: {
  paths: readonly string[];
  badges: (path: string) => Badge[];
  active: string | undefined;
  onOpen: (path: string) => void;
  onNew: () => void;
  /** Of a file or a folder, like `onDelete`. */
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
        handler: (_, of) => props.onRename(of.getFocusedItem().getItemData()),
      },
      customNew: { hotkey: 'Insert', handler: props.onNew },
      customDelete: {
        hotkey: 'Delete',
        handler: (_, of) => props.onDelete(of.getFocusedItem().getItemData()),
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
          badges={props.badges(item.getItemData())}
        />
      ))}
    </div>
  );
}

function TreeItem(props: { item: ItemInstance<string>; active: boolean; badges: Badge[] }) {
  const { item, active, badges } = props;
  const name = item.getItemName();
  return (
    <button
      type="button"
      {...item.getProps()}
      role="treeitem"
      onFocus={() => item.setFocused()}
      className={styles.item}
      aria-selected={active}
      aria-label={undefined}
      data-path={item.getItemData()}
      style={{ paddingLeft: 8 + item.getItemMeta().level * 16 }}
    >
      <span className={styles.twisty} aria-hidden="true">
        {item.isFolder() && (item.isExpanded() ? '▾' : '▸')}
      </span>
      <span className={styles.name}>{plainText(name)}</span>
      <span className={styles.badges}>
        {badges.map((badge) => (
          <span key={badge.words} data-tone={badge.tone} title={badge.words}>
            <span aria-hidden="true">{badge.sign}</span>
            <span className="visually-hidden">, {badge.words}</span>
          </span>
        ))}
      </span>
    </button>
  );
}
