/** A voice message, while it is being spoken. */

import { part } from "ui/parts.js";
import { length } from "ui/time.js";
import { toast } from "ui/toast.js";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const LONGEST = 15 * 60; // seconds

export class Recorder {
  #composer;
  #bar;
  #take;
  #recorder = null;
  #pieces = [];
  #began = 0;
  #timer = 0;

  /** @param {HTMLElement} composer @param {(file: File) => void} take */
  constructor(composer, take) {
    this.#composer = composer;
    this.#bar = composer.querySelector("#recorder");
    this.#take = take;
    this.#bar.querySelector("[data-action=record-cancel]").onclick = () => this.stop();
    this.#bar.querySelector("[data-action=record-done]").onclick = () => this.#finish();
    this.#bar.onkeydown = ({ key }) => key === "Escape" && this.stop();
  }

  async start() {
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      this.#recorder = new MediaRecorder(sound, { mimeType });
    } catch {
      toast("The microphone cannot be used. Allow it in the browser's settings.", { isBad: true });
      return;
    }
    this.#pieces = [];
    this.#recorder.ondataavailable = ({ data }) => this.#pieces.push(data);
    this.#recorder.start(1000);
    this.#began = Date.now();
    this.#timer = setInterval(() => this.#tick(), 250);
    this.#show(true);
  }

  /** Throw away what was spoken. */
  stop() {
    clearInterval(this.#timer);
    const { stream } = this.#recorder ?? {};
    if (this.#recorder?.state === "recording") this.#recorder.stop();
    for (const track of stream?.getTracks() ?? []) track.stop();
    this.#recorder = null;
    this.#show(false);
  }

  #finish() {
    const recorder = this.#recorder;
    if (!recorder) return;
    recorder.onstop = () => {
      const type = recorder.mimeType.split(";")[0];
      const name = `voice-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}`;
      this.#take(new File(this.#pieces, `${name}.${type.split("/")[1]}`, { type }));
    };
    this.stop();
  }

  #tick() {
    const seconds = (Date.now() - this.#began) / 1000;
    part(this.#bar, "time").textContent = length(seconds);
    if (seconds > LONGEST) this.#finish();
  }

  #show(isRecording) {
    this.#bar.hidden = !isRecording;
    this.#composer.classList.toggle("recording", isRecording);
    part(this.#bar, "time").textContent = length(0);
    const next = isRecording ? "[data-action=record-done]" : "textarea";
    this.#composer.querySelector(next).focus();
  }
}
