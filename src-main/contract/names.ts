/** The names alone, without schemas: the preload's allow-list. The tables are typed by these lists, so none can be forgotten. */
export const callNames = [
  'app.info',
  'app.checks',
  'app.revealLogs',
  'window.minimize',
  'window.toggleMaximize',
  'window.toggleFullScreen',
  'window.close',
  'camera.probe',
  'camera.add',
  'camera.update',
  'camera.remove',
  'camera.retry',
  'camera.switchOff',
  'camera.switchOn',
  'site.rename',
  'site.undo',
  'demo.install',
  'demo.remove',
  'wall.save',
  'wall.remove',
  'watch.set',
  'watch.join',
  'watch.report',
  'settings.update',
] as const;
export type CallName = (typeof callNames)[number];

export const topicNames = ['site', 'cameras', 'zones', 'walls', 'pushers', 'engines', 'settings'] as const;
export type TopicName = (typeof topicNames)[number];
