/** Sound inside a bubble. Without scripting the browser's own controls stand there. */

const SPEEDS = [1, 1.5, 2];

export function start(root = document) {
  // Media events do not bubble, so they are caught on their way down.
  for (const type of ["play", "pause", "ended", "timeupdate", "loadedmetadata", "ratechange"]) {
    root.addEventListener(type, (event) => draw(event.target.closest?.("[data-audio]")), true);
  }
  root.addEventListener("play", (event) => pauseOthers(root, event.target), true);
  root.addEventListener("click", onClick);
  root.addEventListener("input", onInput);
}

function onClick(event) {
  const player = event.target.closest("[data-audio]");
  if (!player) {
    return;
  }
  const audio = player.querySelector("audio");
  if (event.target.closest('[data-part="play"]')) {
    audio.paused ? audio.play() : audio.pause();
  }
  if (event.target.closest('[data-part="speed"]')) {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
  }
}

function onInput(event) {
  const player = event.target.closest('[data-audio]:has([data-part="position"])');
  const audio = event.target.matches('[data-part="position"]') && player?.querySelector("audio");
  if (audio?.duration) {
    audio.currentTime = (event.target.value / 1000) * audio.duration;
  }
}

function draw(player) {
  if (!player) {
    return;
  }
  const audio = player.querySelector("audio");
  part(player, "play").setAttribute("aria-pressed", String(!audio.paused));
  part(player, "speed").hidden = audio.paused;
  part(player, "speed").textContent = `${audio.playbackRate}×`;
  part(player, "position").value = audio.duration ? (audio.currentTime / audio.duration) * 1000 : 0;
  part(player, "time").textContent = clock(audio.paused && !audio.currentTime ? audio.duration : audio.currentTime);
}

function pauseOthers(root, playing) {
  for (const audio of root.querySelectorAll("audio, video")) {
    if (audio !== playing) {
      audio.pause();
    }
  }
}

function clock(seconds) {
  const whole = Math.round(seconds || 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function part(player, name) {
  return player.querySelector(`[data-part="${name}"]`);
}
