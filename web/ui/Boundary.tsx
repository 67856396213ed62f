import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { messages } from '../messages.ts';
import { Notice } from './Notice.tsx';

/** Keeps what broke, or was never fetched, from taking the rest of the page along. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice tone="bad" alert>
        <span>{messages.error.broken}</span>
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {messages.error.reload}
        </Button>
      </Notice>
    );
  }
}
