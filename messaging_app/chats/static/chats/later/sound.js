/** A short, soft sound. */

let context = null;

export async function play() {
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume();
  const now = context.currentTime;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(0.12, now + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, now + 0.35);
  volume.connect(context.destination);
  for (const [pitch, start] of [[880, 0], [1318.5, 0.08]]) {
    const tone = new OscillatorNode(context, { frequency: pitch, type: "sine" });
    tone.connect(volume);
    tone.start(now + start);
    tone.stop(now + 0.4);
  }
}
