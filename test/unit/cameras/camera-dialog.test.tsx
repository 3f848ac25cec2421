// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { screen, waitFor } from '@testing-library/react';
import { CameraDialog } from '../../../src-renderer/features/cameras/CameraDialog.tsx';
import type { ProbeResult } from '../../../src-main/contract/facts.ts';
import { byId, cameraView, streamFacts } from '../../support/site-views.ts';
import { clearPage, fill, preparePage, show } from '../../support/page.tsx';
import { fail, type TestBridge } from '../../support/test-bridge.ts';

let bridge: TestBridge;
beforeEach(() => {
  bridge = preparePage();
  bridge.full('cameras', byId([cameraView(1, { name: 'Ticket hall' })]));
  bridge.full('zones', { main: { id: 'main', name: 'Station' } });
});
afterEach(clearPage);

const openAdd = (onSaved = vi.fn()) => {
  const user = show(
    <CameraDialog
      camera={null}
      wallOffer={{ wallName: 'Overview', growsTo: null }}
      onClose={() => undefined}
      onSaved={onSaved}
    />,
  );
  return { user, onSaved };
};
const field = (name: RegExp) => screen.getByLabelText<HTMLInputElement>(name, { selector: 'input' });
const button = (name: string) => screen.getByRole('button', { name });
const probes = () => bridge.made.filter(({ name }) => name === 'camera.probe');

const good: ProbeResult = {
  ok: true,
  facts: { ...streamFacts(), timeToFirstKeyframeMs: 840, server: 'Acme' },
  verdict: { mode: 'passthrough', reasonCode: 'PASS_H264', reason: 'H.264 High 4.1, no B-frames' },
  answers: [{ method: 'DESCRIBE', status: 200, ms: 2 }],
};

describe('adding', () => {
  test('a pasted login leaves the address, and its odd characters are explained', async () => {
    const { user } = openAdd();
    await user.click(field(/^Address/));
    await user.paste('rtsp://viewer:p@ss@10.0.0.9/loading-dock');
    expect(field(/^Address/).value).toBe('rtsp://10.0.0.9/loading-dock');
    expect(field(/^User name/).value).toBe('viewer');
    expect(field(/^Password/).value).toBe('p@ss');
    expect(field(/^Name/).value).toBe('Loading dock');
    expect(screen.getByText(/was moved out of the address.*holds @/)).toBeTruthy();
  });

  test('works without a test and says whether it is to be shown', async () => {
    const added = cameraView(2, { name: 'Loading dock' });
    bridge.on('camera.add', () => added);
    const { user, onSaved } = openAdd();
    fill(field(/^Address/), 'rtsp://10.0.0.9/loading-dock');
    await user.click(button('Add'));
    await waitFor(() => expect(onSaved).toHaveBeenCalledWith(added, true));
    expect(bridge.made.at(-1)?.input).toMatchObject({ name: 'Loading dock', url: 'rtsp://10.0.0.9/loading-dock' });
    expect(probes()).toHaveLength(0);
  });

  test('an unusable address and a missing name are said, and nothing is sent', async () => {
    const { user } = openAdd();
    fill(field(/^Address/), 'http://10.0.0.9/x');
    await user.click(button('Add'));
    expect(screen.getByText('The address must begin with rtsp://')).toBeTruthy();
    expect(screen.getByText('Give the camera a name.')).toBeTruthy();
    expect(bridge.made.filter(({ name }) => name === 'camera.add')).toHaveLength(0);
  });

  test('a stream that exists is refused before it is sent, by the number and name of its camera', async () => {
    const { user } = openAdd();
    fill(field(/^Address/), 'rtsp://10.0.0.1:554/stream1');
    await user.click(button('Add'));
    expect(screen.getByText('01 Ticket hall already has this address.')).toBeTruthy();
    expect(bridge.made.filter(({ name }) => name === 'camera.add')).toHaveLength(0);
  });

  test('a refusal of main is shown at the address, and what was typed stays', async () => {
    bridge.on('camera.add', () => fail('URL_INVALID', { reason: 'port' }));
    const { user, onSaved } = openAdd();
    fill(field(/^Address/), 'rtsp://10.0.0.9:99999/x');
    await user.click(button('Add'));
    expect(await screen.findByText(/port must be a number/)).toBeTruthy();
    expect(field(/^Address/).value).toBe('rtsp://10.0.0.9:99999/x');
    expect(onSaved).not.toHaveBeenCalled();
    expect(button('Add')).toHaveProperty('disabled', false);
  });
});

describe('testing', () => {
  test('a stream that passes: verdict, facts and the camera’s answers', async () => {
    bridge.on('camera.probe', () => good);
    const { user } = openAdd();
    fill(field(/^Address/), 'rtsp://10.0.0.9/x');
    await user.click(button('Test'));
    expect(await screen.findByText('This stream can be shown as it is.')).toBeTruthy();
    expect(screen.getByText('1920×1080, 25.0 fps, H.264 High 4.1')).toBeTruthy();
    expect(screen.getByText('0.8 s')).toBeTruthy();
    expect(screen.getByText('DESCRIBE')).toBeTruthy();
    fill(field(/^Address/), 'rtsp://10.0.0.9/other');
    expect(screen.queryByText('This stream can be shown as it is.'), 'not true of another address').toBeNull();
  });

  test('a fault: its sentence, its next step and the evidence', async () => {
    bridge.on('camera.probe', () => ({ ok: false, code: 'CAMERA_LOGIN_REFUSED', detail: 'DESCRIBE 401', answers: [] }));
    const { user } = openAdd();
    fill(field(/^Address/), 'rtsp://10.0.0.9/x');
    await user.click(button('Test'));
    expect(await screen.findByText('The camera refuses the login.')).toBeTruthy();
    expect(screen.getByText('DESCRIBE 401')).toBeTruthy();
  });

  test('a cancelled test says nothing any more', async () => {
    let answer: (result: ProbeResult) => void = () => undefined;
    bridge.on('camera.probe', () => new Promise((resolve) => (answer = resolve)));
    const { user } = openAdd();
    fill(field(/^Address/), 'rtsp://10.0.0.9/x');
    await user.click(button('Test'));
    const running = await screen.findByText(/Testing the stream/);
    const cancel = running.parentElement?.querySelector('button');
    if (!cancel) throw new Error('a running test has no button');
    await user.click(cancel);
    answer(good);
    bridge.on('camera.probe', () => ({ ok: false, code: 'CAMERA_BUSY', detail: '', answers: [] }));
    await user.click(button('Test'));
    expect(await screen.findByText('The camera has no room for another viewer.')).toBeTruthy();
    expect(screen.queryByText('This stream can be shown as it is.')).toBeNull();
  });
});

describe('editing', () => {
  const stored = cameraView(7, {
    name: 'Gate',
    source: { kind: 'rtsp', url: 'rtsp://10.0.0.7/a', username: 'viewer', hasPassword: true },
  });
  const openEdit = () => {
    const onSaved = vi.fn();
    const user = show(<CameraDialog camera={stored} wallOffer={null} onClose={() => undefined} onSaved={onSaved} />);
    return { user, onSaved };
  };

  test('the stored password is not shown and not sent', async () => {
    bridge.on('camera.update', () => ({ ...stored, name: 'North gate' }));
    const { user, onSaved } = openEdit();
    expect(field(/^Password/).value).toBe('');
    expect(field(/^Password/).placeholder).toBe('stored');
    fill(field(/^Name/), 'North gate');
    await user.click(button('Save'));
    await waitFor(() => expect(onSaved).toHaveBeenCalled());
    expect(bridge.made.at(-1)).toEqual({ name: 'camera.update', input: { id: 'camera-7', name: 'North gate' } });
  });

  test('a test at the stored address sends no login: main has it', async () => {
    bridge.on('camera.probe', () => good);
    const { user } = openEdit();
    await user.click(button('Test'));
    await screen.findByText('This stream can be shown as it is.');
    expect(probes()[0]?.input).toEqual({ url: 'rtsp://10.0.0.7/a', seconds: 5 });
  });
});
