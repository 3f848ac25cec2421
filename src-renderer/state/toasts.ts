/** Short messages at the edge of the window, the newest last. Those with an action stay until it can no longer be done. */
import { createStore } from '../bridge/store.ts';

export interface Toast {
  id: number;
  tone: 'plain' | 'warning' | 'critical';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
  /** Unix milliseconds; null: until dismissed. */
  expiresAt: number | null;
}

/** Long enough to read two sentences. */
const READING_MS = 8000;
const MOST = 4;

let lastId = 0;
export const toasts = createStore<readonly Toast[]>([]);

export function showToast(toast: Omit<Toast, 'id' | 'expiresAt'> & { expiresAt?: number | null }): number {
  lastId += 1;
  const id = lastId;
  toasts.set((now) => [...now.slice(1 - MOST), { expiresAt: Date.now() + READING_MS, ...toast, id }]);
  return id;
}

export function dismissToast(id: number): void {
  toasts.set((now) => now.filter((toast) => toast.id !== id));
}
