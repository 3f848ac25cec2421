/** Puts a component on a jsdom page as the window would: theme, test bridge, and what jsdom lacks. */
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, fireEvent, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { toasts } from '../../src-renderer/state/toasts.ts';
import { cssVariablesResolver, theme } from '../../src-renderer/ui/theme.ts';
import { createTestBridge, type TestBridge } from './test-bridge.ts';

// jsdom beside other work on two cores is slow; a wait ends as soon as its condition holds.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 20_000 });

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** A bridge on `window.controlRoom`. Call it first in every test. */
export function preparePage(): TestBridge {
  window.matchMedia = (media: string) =>
    ({ matches: false, media, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
  window.ResizeObserver = NoObserver;
  Element.prototype.scrollIntoView = () => undefined;
  toasts.set([]);
  const bridge = createTestBridge();
  window.controlRoom = bridge;
  return bridge;
}

export function show(element: ReactNode) {
  const user = userEvent.setup();
  render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme="dark" env="test">
      {element}
    </MantineProvider>,
  );
  return user;
}

/** Replaces a field's text at once, as a paste of everything would, then leaves the field. */
export function fill(field: HTMLElement, value: string): void {
  fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
}

export function clearPage(): void {
  cleanup();
  delete window.controlRoom;
}
