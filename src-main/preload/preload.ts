/** Puts the contract's bridge on the page, by the names of the contract and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { channels, type Bridge } from '#contract/bridge.ts';
import { callNames, topicNames } from '#contract/names.ts';

type AnyListener = (message: unknown) => void;
const listeners = new Map<number, AnyListener>();
let lastId = 0;

ipcRenderer.on(channels.topic, (_event, id: number, message: unknown) => {
  const listener = listeners.get(id);
  if (listener === undefined) return;
  try {
    listener(message);
  } finally {
    ipcRenderer.send(channels.taken, id);
  }
});

const bridge: Bridge = {
  call(name, input) {
    if (!callNames.includes(name))
      return Promise.resolve({ ok: false, error: { code: 'NOT_ALLOWED', params: {}, retry: 'never' } });
    return ipcRenderer.invoke(channels.call, name, input);
  },
  subscribe(topic, listener) {
    if (!topicNames.includes(topic)) return () => undefined;
    const id = ++lastId;
    listeners.set(id, listener as AnyListener);
    ipcRenderer.send(channels.subscribe, id, topic);
    return () => {
      listeners.delete(id);
      ipcRenderer.send(channels.unsubscribe, id);
    };
  },
};

contextBridge.exposeInMainWorld('controlRoom', bridge);
