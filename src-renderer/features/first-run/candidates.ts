/** The addresses pasted in first run, each on its way from line to camera. Pure. */
import type { ProbeResult } from '#contract/facts.ts';
import type { FaultCode } from '#contract/faults.ts';
import { readAddress, sameStream, suggestName, type AddressProblem, type PastedAddress } from '../../state/rtsp-address.ts';

type CandidateState =
  | { step: 'unusable'; problem: AddressProblem }
  | { step: 'twin' }
  | { step: 'waiting' }
  | { step: 'testing' }
  | { step: 'tested'; result: ProbeResult }
  | { step: 'failed'; code: FaultCode }
  | { step: 'added' };

export interface Candidate {
  /** The line's place in the list. */
  id: number;
  /** As pasted, without its login. */
  shown: string;
  address: PastedAddress | null;
  name: string;
  picked: boolean;
  state: CandidateState;
}

export interface Login {
  username: string;
  password: string;
}

/** One address a line; what follows it after a comma, semicolon or tab is its name. Empty lines and lines that begin with # say nothing. */
export function readCandidates(pasted: string): Candidate[] {
  const candidates: Candidate[] = [];
  for (const line of pasted.split(/\r?\n/)) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const [, first = '', rest = ''] = /^\s*(\S+?)\s*(?:[,;\t]\s*(.*))?$/.exec(line) ?? [];
    const read = readAddress(first === '' ? line : first);
    const id = candidates.length;
    if (!read.ok) {
      candidates.push({
        id,
        shown: withoutLogin(line.trim()),
        address: null,
        name: '',
        picked: false,
        state: { step: 'unusable', problem: read.problem },
      });
      continue;
    }
    const isTwin = candidates.some(({ address }) => address !== null && sameStream(address, read));
    const taken = candidates.map(({ name }) => name);
    candidates.push({
      id,
      shown: read.url,
      address: read,
      name: rest.trim() === '' ? suggestName(read, taken) : rest.trim(),
      picked: !isTwin,
      state: isTwin ? { step: 'twin' } : { step: 'waiting' },
    });
  }
  return candidates;
}

/** A line that cannot be read may still hold a password: nothing before an @ is shown. */
const withoutLogin = (line: string): string => line.replace(/^((?:\w+:\/\/)?).*@/, '$1…@');

/** The candidate's own login, or the one for all. */
export function loginOf({ address }: Candidate, forAll: Login): Partial<Login> {
  const own = address !== null && (address.username !== '' || address.password !== '');
  const { username, password } = own ? address : forAll;
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

/** What a test says about taking the camera: refused streams and faults are not taken unless a person picks them. */
export const isGood = ({ state }: Candidate): boolean =>
  state.step === 'tested' && state.result.ok && state.result.verdict.mode !== 'refused';

export const canAdd = ({ address, state }: Candidate): boolean =>
  address !== null && state.step !== 'twin' && state.step !== 'unusable' && state.step !== 'added';
