import { useLayoutEffect, useRef, useState } from 'react';

/** Holds a part of the page that goes from one layout to another as it is: moved, and not made anew. */
class Place {
  readonly box = document.createElement('div');
  #focused: HTMLElement | undefined;

  constructor() {
    this.box.style.display = 'contents';
  }

  putInto(host: HTMLElement): void {
    host.append(this.box);
    this.#focused?.focus({ preventScroll: true });
  }

  /** To be called while it is still in the page: what leaves it loses the keyboard. */
  takeOut(): void {
    const { activeElement } = document;
    const within = activeElement instanceof HTMLElement && this.box.contains(activeElement);
    this.#focused = within ? activeElement : undefined;
  }
}

export function usePlace(): Place {
  const [place] = useState(() => new Place());
  return place;
}

/** Where a layout has it. */
export function Placed({ place, className }: { place: Place; className: string | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return undefined;
    place.putInto(host.current);
    return () => place.takeOut();
  }, [place]);
  return <div ref={host} className={className} />;
}
