/** One camera as this page receives it: its video elements, which of its publications is shown, and everything measured of it.
 * The elements live here and not in React, so that no re-render, move or change of place can restart a video. */
import { captureReferenceOf } from './capture-clock.ts';
import { FrameObserver } from './frame-observer.ts';
import { choosePublication, type PublicationCandidate } from './publication-choice.ts';
import { ratesBetween, readCounters, unmeasuredRates, type ReceiverCounters, type ReceiverRates } from './receiver-statistics.ts';

const hourMs = 3_600_000;

/** What a session hands over once a publication has been subscribed to. */
export interface ReceivedTrack {
  trackSid: string;
  generation: number;
  mediaStreamTrack: MediaStreamTrack;
  receiver: RTCRtpReceiver;
}

/** A picture on top of another: the one shown, and while a new generation begins also the one about to be. */
interface Layer extends ReceivedTrack {
  /** What the video element plays. */
  source: MediaStreamTrack;
  video: HTMLVideoElement;
  observer: FrameObserver;
  counters: ReceiverCounters | null;
  rates: ReceiverRates;
  /** False once the publication is gone; the layer then only keeps the last picture. */
  present: boolean;
  /** The last picture, drawn off when the connection began to fail. */
  still: { canvas: HTMLCanvasElement; atFrame: number } | null;
}

export interface StreamFacts extends ReceiverRates {
  /** A publication of this camera is being received. */
  hasTrack: boolean;
  generation: number | null;
  presentedFrames: number;
  /** `performance.now()` milliseconds. */
  lastFrameAtMs: number | null;
  lastPictureUnixMs: number | null;
  presentedFps: number | null;
  delayMs: number | null;
  delayP95Ms: number | null;
  receiptToScreenMs: number | null;
  firstPictureMs: number | null;
  /** Freezes in the last hour, as Chromium counts them; null before the first reading. */
  freezesInHour: number | null;
  counters: ReceiverCounters | null;
}

export class CameraStream {
  /** Put into the page by the tile that shows this camera. */
  readonly element = document.createElement('div');
  readonly #askedAtMs = performance.now();
  readonly #layers = new Set<Layer>();
  #showing: Layer | null = null;
  #firstPictureMs: number | null = null;
  #lastFrameAtMs: number | null = null;
  /** Frames shown before the present layer was, and how many of its own it had then. */
  #framesBefore = 0;
  #framesAtShow = 0;
  #unseenFrameAtMs: number | null = null;
  #freezeTimesMs: number[] = [];

  constructor(
    readonly cameraId: string,
    private readonly onFirstFrame: () => void,
  ) {
    this.element.dataset['picture'] = cameraId;
  }

  /** Takes the publications of this camera in the room and shows the right one. Returns the ids of the tracks to receive. */
  choose(publications: readonly { trackSid: string; generation: number }[]): string[] {
    const nowMs = performance.now();
    const candidates = publications.map(({ trackSid, generation }): PublicationCandidate => {
      const lastFrameAtMs = this.#layerOf(trackSid)?.observer.facts(nowMs).lastFrameAtMs ?? null;
      return { trackSid, generation, frameAgeMs: lastFrameAtMs === null ? null : nowMs - lastFrameAtMs };
    });
    const choice = choosePublication(candidates, this.#showing?.present ? this.#showing.trackSid : null);
    const next = choice.show === null ? undefined : this.#layerOf(choice.show);
    // A picture is only ever replaced by a picture: the last one stays, dimmed by its tile, until there is a newer one.
    const hasFrames = next && next.observer.facts(nowMs).lastFrameAtMs !== null;
    if (next && (hasFrames || this.#showing === null)) this.#show(next);
    return choice.receive;
  }

  has(trackSid: string): boolean {
    return this.#layerOf(trackSid) !== undefined;
  }

  add(track: ReceivedTrack): void {
    if (this.has(track.trackSid)) return;
    const video = document.createElement('video');
    video.muted = true;
    video.autoplay = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    // A clone, because the SDK disables its own track when the publication ends, and Chromium draws that as a black frame: it
    // would pass for a fresh picture and wipe out the last one.
    const source = track.mediaStreamTrack.clone();
    video.srcObject = new MediaStream([source]);
    const observer = new FrameObserver(video, () => {
      this.#firstPictureMs ??= performance.now() - this.#askedAtMs;
      this.onFirstFrame();
    });
    this.#layers.add({ ...track, source, video, observer, counters: null, rates: unmeasuredRates, present: true, still: null });
    // Under the picture that is shown, yet laid out and drawn: an element that is not drawn presents no frames.
    this.element.prepend(video);
    // Interrupted only when the element is taken away again, which is no fault.
    video.play().catch(() => undefined);
  }

  /** The publication is gone or no longer received. Its picture stays if it is the one shown. */
  remove(trackSid: string): void {
    const layer = this.#layerOf(trackSid);
    if (!layer) return;
    layer.present = false;
    // Whatever the element still draws is no frame of the camera any more.
    layer.observer.stop();
    if (layer !== this.#showing) return this.#drop(layer);
    this.#keepPicture(layer);
    if (layer.still) this.element.append(layer.still.canvas);
  }

  /** Draws off what is on the screen, while it still is: Chromium blanks a video once its connection has been closed. */
  keepPicture(): void {
    if (this.#showing?.present) this.#keepPicture(this.#showing);
  }

  /** Everything of the room is gone, for instance with its connection. */
  removeAll(): void {
    for (const layer of [...this.#layers]) if (layer.present) this.remove(layer.trackSid);
  }

  /** Reads the receivers' statistics once. `seen` is false while the page presents no frames because nobody sees it: then
   * decoded frames are the best evidence there is. */
  async sample(seen: boolean): Promise<void> {
    for (const layer of [...this.#layers].filter((each) => each.present)) {
      const report = await layer.receiver.getStats().catch(() => null);
      const counters = report && readCounters(report);
      if (!counters) continue;
      if (!seen && layer.counters && counters.framesDecoded > layer.counters.framesDecoded)
        this.#unseenFrameAtMs = performance.now();
      const freezes = counters.freezeCount - (layer.counters?.freezeCount ?? 0);
      for (let count = 0; count < freezes; count += 1) this.#freezeTimesMs.push(performance.now());
      layer.rates = layer.counters ? ratesBetween(layer.counters, counters) : unmeasuredRates;
      layer.counters = counters;
      layer.observer.captureReference = captureReferenceOf(layer.receiver.getSynchronizationSources()[0]);
    }
  }

  facts(nowMs: number): StreamFacts {
    const layer = this.#showing;
    const frames = layer?.observer.facts(nowMs);
    const evidence = [frames?.lastFrameAtMs, this.#lastFrameAtMs, this.#unseenFrameAtMs].filter(
      (each) => typeof each === 'number',
    );
    const lastFrameAtMs = evidence.length > 0 ? Math.max(...evidence) : null;
    return {
      hasTrack: [...this.#layers].some((each) => each.present),
      generation: layer?.generation ?? null,
      presentedFrames: this.#framesShown(nowMs),
      lastFrameAtMs,
      lastPictureUnixMs: lastFrameAtMs === null ? null : Date.now() - (nowMs - lastFrameAtMs),
      presentedFps: frames?.fps ?? null,
      delayMs: frames?.delayMs ?? null,
      delayP95Ms: frames?.delayP95Ms ?? null,
      receiptToScreenMs: frames?.receiptToScreenMs ?? null,
      firstPictureMs: this.#firstPictureMs,
      freezesInHour: layer?.counters ? this.#freezesSince(nowMs - hourMs) : null,
      ...(layer?.present ? layer.rates : unmeasuredRates),
      counters: layer?.counters ?? null,
    };
  }

  close(): void {
    for (const layer of [...this.#layers]) this.#drop(layer);
    this.element.remove();
  }

  /** Of a publication that is there; one that is gone may have left its last picture, but not under its id. */
  #layerOf(trackSid: string): Layer | undefined {
    return [...this.#layers].find((layer) => layer.present && layer.trackSid === trackSid);
  }

  #show(layer: Layer): void {
    const previous = this.#showing;
    if (previous === layer) return;
    const nowMs = performance.now();
    this.#framesBefore = this.#framesShown(nowMs);
    this.#framesAtShow = Math.max(0, layer.observer.facts(nowMs).presentedFrames - 1);
    this.#showing = layer;
    for (const each of this.#layers) each.video.classList.toggle('shown', each === layer);
    if (previous && !previous.present) this.#drop(previous);
  }

  #keepPicture(layer: Layer): void {
    const { video } = layer;
    const atFrame = layer.observer.facts(performance.now()).presentedFrames;
    // The picture drawn off earlier is still the last one, and by now the video may be blank.
    if (atFrame === 0 || layer.still?.atFrame === atFrame || video.videoWidth === 0) return;
    const canvas = layer.still?.canvas ?? document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    layer.still = { canvas, atFrame };
  }

  #drop(layer: Layer): void {
    if (layer === this.#showing) {
      const nowMs = performance.now();
      this.#framesBefore = this.#framesShown(nowMs);
      this.#lastFrameAtMs = layer.observer.facts(nowMs).lastFrameAtMs ?? this.#lastFrameAtMs;
      this.#showing = null;
    }
    layer.observer.stop();
    layer.source.stop();
    layer.video.srcObject = null;
    layer.video.remove();
    layer.still?.canvas.remove();
    this.#layers.delete(layer);
  }

  #freezesSince(fromMs: number): number {
    this.#freezeTimesMs = this.#freezeTimesMs.filter((atMs) => atMs >= fromMs);
    return this.#freezeTimesMs.length;
  }

  #framesShown(nowMs: number): number {
    const own = this.#showing ? this.#showing.observer.facts(nowMs).presentedFrames - this.#framesAtShow : 0;
    return this.#framesBefore + Math.max(0, own);
  }
}
