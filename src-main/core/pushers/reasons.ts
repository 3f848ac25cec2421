/** Why a pusher runs or does not, and why something is done to it: text keys with parameters, for people. */

export const reasonKeys = [
  'pusher.reason.always_on',
  'pusher.reason.watched',
  'pusher.reason.lingering',
  'pusher.reason.nobody_watches',
  'pusher.reason.switched_off',
  'pusher.reason.camera_removed',
  'pusher.reason.waits_for_media_server',
  'pusher.reason.waits_for_demo_cameras',
  'pusher.reason.not_ours',
  'pusher.reason.not_running',
  'pusher.reason.spec_changed',
  'pusher.reason.media_server_moved',
  'pusher.reason.token_half_life',
  'pusher.reason.login_retry',
] as const;

export interface Reason {
  key: (typeof reasonKeys)[number];
  params: Record<string, string | number>;
}

export const reason = (key: Reason['key'], params: Reason['params'] = {}): Reason => ({ key, params });
