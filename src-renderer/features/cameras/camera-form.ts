/** What is typed into the camera dialog, and what it means to main. Pure. */
import type { CallInput } from '#contract/calls.ts';
import type { CameraView } from '#contract/words.ts';
import { readAddress, sameStream, suggestName, type AddressProblem, type ReadAddress } from '../../state/rtsp-address.ts';

export interface CameraForm {
  url: string;
  username: string;
  /** Null: the stored one is kept. */
  password: string | null;
  name: string;
  /** A person wrote the name; a new address does not change it any more. */
  nameTouched: boolean;
  zoneId: string | null;
  alwaysOn: boolean;
  /** A login was found in the address and moved into its fields. */
  loginMoved: boolean;
  /** Characters of that password that should have been encoded. */
  reserved: readonly string[];
}

export function formOf(camera: CameraView | null): CameraForm {
  const source = camera?.source.kind === 'rtsp' ? camera.source : null;
  return {
    url: source?.url ?? '',
    username: source?.username ?? '',
    password: source?.hasPassword === true ? null : '',
    name: camera?.name ?? '',
    nameTouched: camera !== null,
    zoneId: camera?.zoneId ?? null,
    alwaysOn: camera?.alwaysOn ?? false,
    loginMoved: false,
    reserved: [],
  };
}

/** After the address was typed or pasted: its login goes to the login's fields, and a name is suggested. */
export function withAddress(form: CameraForm, url: string, takenNames: readonly string[]): CameraForm {
  const address = readAddress(url);
  if (!address.ok) return { ...form, url };
  const hasLogin = address.username !== '' || address.password !== '';
  return {
    ...form,
    url: hasLogin ? address.url : url,
    name: form.nameTouched ? form.name : suggestName(address, takenNames),
    ...(hasLogin ? { username: address.username, password: address.password, loginMoved: true, reserved: address.reserved } : {}),
  };
}

export interface FormProblems {
  url: AddressProblem | null;
  name: boolean;
  /** The camera that shows this stream already. */
  twin: CameraView | null;
}

export function problemsOf(form: CameraForm, others: readonly CameraView[]): FormProblems {
  const address = readAddress(form.url);
  return {
    url: address.ok ? null : address.problem,
    name: form.name.trim() === '',
    twin: address.ok ? twinOf(address, others) : null,
  };
}

function twinOf(address: Extract<ReadAddress, { ok: true }>, others: readonly CameraView[]): CameraView | null {
  const isTwin = ({ source }: CameraView): boolean => {
    if (source.kind !== 'rtsp') return false;
    const other = readAddress(source.url);
    return other.ok && sameStream(address, other);
  };
  return others.find(isTwin) ?? null;
}

const login = ({ username, password }: CameraForm) => ({
  ...(username === '' ? {} : { username }),
  ...(password === null || password === '' ? {} : { password }),
});

/** Main uses the stored login by itself where none is sent and the address is the stored one. */
export function probeInput(form: CameraForm, camera: CameraView | null): CallInput<'camera.probe'> {
  const url = form.url.trim();
  return usesStoredLogin(form, camera) ? { url } : { url, ...login(form) };
}

const usesStoredLogin = (form: CameraForm, camera: CameraView | null): boolean =>
  camera !== null && form.password === null && form.username === formOf(camera).username;

/** The stored password never goes to another address than its own, so there it must be typed to be tested. */
export const lacksPassword = (form: CameraForm, camera: CameraView | null): boolean =>
  camera !== null &&
  form.password === null &&
  (form.url.trim() !== formOf(camera).url || form.username !== formOf(camera).username);

export function addInput(form: CameraForm): CallInput<'camera.add'> {
  return {
    name: form.name.trim(),
    url: form.url.trim(),
    ...login(form),
    ...(form.zoneId === null ? {} : { zoneId: form.zoneId }),
    alwaysOn: form.alwaysOn,
  };
}

/** Only what changed: an unchanged address is not sent, so a demo camera keeps its scene. */
export function updateInput(form: CameraForm, camera: CameraView): CallInput<'camera.update'> {
  const before = formOf(camera);
  const url = form.url.trim();
  return {
    id: camera.id,
    ...(form.name.trim() === before.name ? {} : { name: form.name.trim() }),
    ...(form.zoneId === null || form.zoneId === before.zoneId ? {} : { zoneId: form.zoneId }),
    ...(form.alwaysOn === before.alwaysOn ? {} : { alwaysOn: form.alwaysOn }),
    ...(url === before.url ? {} : { url }),
    ...(form.username === before.username ? {} : { username: form.username }),
    ...(form.password === before.password ? {} : { password: form.password ?? '' }),
  };
}
