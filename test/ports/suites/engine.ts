/** What every engine does, whatever server it runs. */
import { expect } from 'vitest';
import type { EnginePort } from '../../../src-main/core/ports.ts';
import type { Rig } from '../../support/rig.ts';
import { test } from '../../support/rig-test.ts';
import { until } from '../../support/wait.ts';

export interface EngineUnderTest<Address> {
  engine: EnginePort<Address>;
  /** Ends the server behind the engine's back. */
  crash: () => void;
  /** Whether somebody answers at the address. */
  answers: (address: Address) => Promise<boolean>;
}

/** Goal is 10 s for a picture; the server alone must be there well before. */
const comesBackMs = 15_000;

export function engineSuite<Address>(make: (rig: Rig) => Promise<EngineUnderTest<Address>>): void {
  test('starts, says so, and stops', async ({ rig }) => {
    const { engine, answers } = await make(rig);
    const states: string[] = [];
    engine.onChange(() => states.push(engine.report().state));
    expect(engine.report().state).toBe('stopped');
    expect(engine.address()).toBeNull();

    const address = await engine.start();
    expect(engine.address()).toEqual(address);
    expect(await answers(address)).toBe(true);
    expect(await engine.start()).toEqual(address);

    await engine.stop();
    expect(engine.address()).toBeNull();
    expect(await answers(address)).toBe(false);
    expect(states).toEqual(['starting', 'running', 'stopped']);
  });

  test('can be started again after a stop', async ({ rig }) => {
    const { engine, answers } = await make(rig);
    await engine.start();
    await engine.stop();
    expect(await answers(await engine.start())).toBe(true);
    await engine.stop();
  });

  test('comes back at the same address when its server dies', async ({ rig }) => {
    const { engine, crash, answers } = await make(rig);
    const seen: { state: string; code: string | null }[] = [];
    const address = await engine.start();
    engine.onChange(() => seen.push({ state: engine.report().state, code: engine.report().status?.code ?? null }));
    crash();
    await until('it runs again', comesBackMs, () => seen.length > 0 && engine.report().state === 'running');
    expect(seen[0]).toEqual({ state: 'restarting', code: 'ENGINE_EXITED' });
    expect(engine.report().status).toBeNull();
    expect(engine.address()).toEqual(address);
    expect(await answers(address)).toBe(true);
    await engine.stop();
  });

  test('a stop while it starts leaves nothing running', async ({ rig }) => {
    const { engine } = await make(rig);
    const started = engine.start().then(
      () => 'started',
      () => 'given up',
    );
    await engine.stop();
    await started;
    expect(engine.report().state).toBe('stopped');
    expect(engine.address()).toBeNull();
  });
}
