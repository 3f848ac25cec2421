// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { screen } from '@testing-library/react';
import { ErrorBoundary } from '../../../src-renderer/app/ErrorBoundary.tsx';
import { clearPage, preparePage, show } from '../../support/page.tsx';

beforeEach(() => {
  preparePage();
  // React reports what a boundary caught; here that is the point.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  clearPage();
  vi.restoreAllMocks();
});

test('a failing part says so with an incident, the rest stays, and it can be opened again', async () => {
  let broken = true;
  const Part = () => {
    if (broken) throw new Error('no such tile');
    return <p>whole</p>;
  };
  const user = show(
    <>
      <ErrorBoundary>
        <Part />
      </ErrorBoundary>
      <p>beside</p>
    </>,
  );
  expect(screen.getByRole('alert').textContent).toMatch(/This part of the window has failed.*Incident [0-9a-f]{8}.*no such tile/);
  expect(screen.getByText('beside')).toBeTruthy();
  broken = false;
  await user.click(screen.getByText('Open it again'));
  expect(screen.getByText('whole')).toBeTruthy();
});
