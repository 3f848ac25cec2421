/** The work of first run's list: tests one address after another, then adds what was picked and builds the wall. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CameraId, WallId } from '#contract/words.ts';
import { asCallError, call } from '../../bridge/bridge.ts';
import { showFault } from '../../state/undo.ts';
import { canAdd, isGood, loginOf, type Candidate, type Login } from './candidates.ts';

const PROBE_SECONDS = 3;

export type Phase = 'typing' | 'testing' | 'idle' | 'adding';

export function useCandidates(login: Login) {
  const [candidates, setCandidates] = useState<readonly Candidate[]>([]);
  const [phase, setPhase] = useState<Phase>('typing');
  const [addedIds, setAddedIds] = useState<readonly CameraId[]>([]);
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current += 1;
    },
    [],
  );

  const change = useCallback((id: number, next: Partial<Candidate>) => {
    setCandidates((now) => now.map((candidate) => (candidate.id === id ? { ...candidate, ...next } : candidate)));
  }, []);

  const testOne = async (candidate: Candidate, isCurrent: () => boolean) => {
    if (!candidate.address) return;
    change(candidate.id, { state: { step: 'testing' } });
    try {
      const input = { url: candidate.address.url, ...loginOf(candidate, login), seconds: PROBE_SECONDS };
      const state = { step: 'tested', result: await call('camera.probe', input) } as const;
      if (isCurrent()) change(candidate.id, { state, picked: isGood({ ...candidate, state }) });
    } catch (thrown) {
      if (isCurrent()) change(candidate.id, { state: { step: 'failed', code: asCallError(thrown).code }, picked: false });
    }
  };

  const test = (list: readonly Candidate[]) => {
    run.current += 1;
    const own = run.current;
    const isCurrent = () => own === run.current;
    setCandidates(list);
    setPhase('testing');
    void (async () => {
      for (const candidate of list) {
        if (candidate.state.step !== 'waiting') continue;
        await testOne(candidate, isCurrent);
        if (!isCurrent()) return;
      }
      setPhase('idle');
    })();
  };

  /** The test under way is not waited for; it can be done again. */
  const pause = () => {
    run.current += 1;
    setCandidates((now) =>
      now.map((candidate) => (candidate.state.step === 'testing' ? { ...candidate, state: { step: 'waiting' } } : candidate)),
    );
    setPhase('idle');
  };

  const stop = () => {
    pause();
    setPhase('typing');
  };

  /** True when the wall is there. Cameras that main refused stay in the list with the reason. */
  const addAndBuild = async (
    buildWall: (cameraIds: readonly CameraId[]) => Promise<WallId>,
    onDone: (wallId: WallId) => Promise<void>,
  ): Promise<boolean> => {
    setPhase('adding');
    const ids: CameraId[] = [...addedIds];
    let refused = false;
    for (const candidate of candidates) {
      if (!candidate.picked || !canAdd(candidate) || !candidate.address) continue;
      try {
        const name = candidate.name.trim() === '' ? candidate.address.host : candidate.name.trim();
        const camera = await call('camera.add', { name, url: candidate.address.url, ...loginOf(candidate, login) });
        ids.push(camera.id);
        change(candidate.id, { state: { step: 'added' } });
      } catch (thrown) {
        refused = true;
        change(candidate.id, { state: { step: 'failed', code: asCallError(thrown).code }, picked: false });
      }
    }
    setAddedIds(ids);
    setPhase('idle');
    if (refused || ids.length === 0) return false;
    try {
      await onDone(await buildWall(ids));
      return true;
    } catch (thrown) {
      showFault(thrown);
      return false;
    }
  };

  return { candidates, phase, addedIds, change, test, pause, stop, addAndBuild };
}
