// What the page does better with a script: it remembers what is ticked off, tells how far along you are, keeps the
// phone awake meanwhile, and is never yesterday's. Without it everything can still be read and ticked.
"use strict";

const PREFIX = "runlift:";
const KEPT_DAYS = 14;

const stored = (name) => {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // the browser keeps nothing for this page
  }
};

const store = (name, ticked) => {
  try {
    if (ticked) localStorage.setItem(PREFIX + name, String(Date.now()));
    else localStorage.removeItem(PREFIX + name);
  } catch {
    // as above
  }
};

const forgetOldTicks = () => {
  try {
    const old = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && Number(localStorage.getItem(name)) < old) localStorage.removeItem(name);
    }
  } catch {
    // as above
  }
};

let lock = null;

const stayAwake = async (wanted) => {
  if (!("wakeLock" in navigator)) return;
  try {
    if (wanted && (lock === null || lock.released)) lock = await navigator.wakeLock.request("screen");
    else if (!wanted && lock !== null) await lock.release();
  } catch {
    // a phone that saves its battery says no
  }
};

const tell = (workout) => {
  const boxes = [...workout.querySelectorAll(".tick")];
  const done = boxes.filter((box) => box.checked).length;
  const progress = workout.querySelector(".progress");
  progress.hidden = done === 0;
  progress.textContent = done === boxes.length ? "All done" : `${done} of ${boxes.length}`;
  return done > 0 && done < boxes.length;
};

const watch = (workout) => {
  for (const box of workout.querySelectorAll(".tick")) {
    box.checked = stored(box.name) !== null;
    box.addEventListener("change", () => {
      store(box.name, box.checked);
      stayAwake(tell(workout));
    });
  }
  tell(workout);
};

const offerToCopy = (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
};

const today = () => new Date().toLocaleDateString("sv"); // as 2026-07-06
const opened = today();

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && today() !== opened) location.reload();
});
forgetOldTicks();
document.querySelectorAll("[data-workout]").forEach(watch);
document.querySelectorAll("[data-copy]").forEach(offerToCopy);
