// A deck of slides moved by keys, clicker or touch: on the dashboard and in the file to take home.
// root: the element with the slides; leave: what "p" does, if anything; minutes: of the whole dive.
function kmDeck(root, minutes, leave) {
  const slides = [...root.querySelectorAll(".km-slide")];
  const weights = slides.map((slide) => Number(slide.dataset.weight));
  const store = `km-dive-${location.pathname}`;
  let now = 0, typed = "", clock = null; // clock: when the dive began and this slide, and its end
  const keep = () => { try { sessionStorage.setItem(store, JSON.stringify(clock)); } catch {} };
  try { clock = JSON.parse(sessionStorage.getItem(store)); } catch {}

  function show(number, write = true) {
    const to = Math.min(Math.max(number, 0), slides.length - 1);
    if (clock && to !== now) split(to);
    now = to;
    slides.forEach((slide, at) => slide.classList.toggle("km-now-shown", at === now));
    root.querySelectorAll(".km-dots").forEach((dots) => [...dots.children].forEach((dot, at) => {
      dot.toggleAttribute("aria-current", at === now);
      dot.classList.toggle("km-seen", at < now);
    }));
    if (write) {
      const url = new URL(location.href);
      url.searchParams.set("slide", now + 1);
      try { history.replaceState(history.state, "", url); } catch {}
    }
    tick();
  }

  // The minutes that are left are split over the slides that are left, by their weights.
  function split(at) {
    const left = clock.whole - Date.now();
    const weight = weights.slice(at).reduce((sum, one) => sum + one, 0);
    clock.from = Date.now();
    clock.to = clock.from + Math.max(left, 0) * weights[at] / weight;
    keep();
  }

  function tick() {
    root.querySelectorAll(".km-timer").forEach((timer) => {
      timer.classList.toggle("km-waits", !clock);
      const left = clock ? Math.round((clock.to - Date.now()) / 1000) : 0;
      const whole = clock ? Math.max((clock.to - clock.from) / 1000, 1) : 1;
      const share = clock ? Math.min(Math.max(left / whole, 0), 1) : 1;
      const clockwise = `${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, "0")}`;
      timer.classList.toggle("km-over", Boolean(clock) && left < 0);
      timer.querySelector(".km-left").setAttribute("stroke-dasharray", `${share * 100} 100`);
      timer.querySelector("text").textContent = clock ? (left < 0 ? "+" : "") + clockwise : "start";
    });
  }

  function time() {
    clock = clock ? null : { whole: Date.now() + minutes * 60000 };
    if (clock) split(now); else keep();
    tick();
  }

  const keys = {
    ArrowRight: () => show(now + 1), ArrowDown: () => show(now + 1), PageDown: () => show(now + 1),
    " ": () => show(now + 1), Enter: () => show(typed ? Number(typed) - 1 : now + 1),
    ArrowLeft: () => show(now - 1), ArrowUp: () => show(now - 1), PageUp: () => show(now - 1),
    Backspace: () => show(now - 1), Home: () => show(0), End: () => show(slides.length - 1),
    b: () => root.classList.toggle("km-dark"), ".": () => root.classList.toggle("km-dark"),
    n: () => root.classList.toggle("km-with-notes"), t: time,
    f: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    p: () => leave && leave(now), Escape: () => leave && !document.fullscreenElement && leave(now),
  };

  function pressed(event) {
    const elsewhere = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!root.isConnected || root.hidden || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) { typed = (typed + event.key).slice(-3); return; }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!keys[key]) return;
    // A button of the deck that has the focus is pressed by space and Enter; on one behind the deck,
    // such as the menu link that opened it, they turn the slide.
    const button = event.target.closest?.("button, a");
    if ((key === " " || key === "Enter") && button && root.contains(button)) return;
    event.preventDefault();
    event.stopPropagation();
    if (root.classList.contains("km-dark") && key !== "b" && key !== ".") root.classList.remove("km-dark");
    else keys[key]();
    typed = "";
  }

  function clicked(event) {
    const button = event.target.closest("[data-key]");
    if (button) { keys[button.dataset.key](); button.blur(); }
    const dot = event.target.closest(".km-dots button");
    if (dot) { show([...dot.parentNode.children].indexOf(dot)); dot.blur(); }
    if (root.classList.contains("km-dark") && !button) root.classList.remove("km-dark");
  }

  // Nothing behind the slides takes the focus while they cover it: Tab goes round in the deck.
  function kept(event) {
    if (!leave || !root.isConnected || root.hidden || root.contains(event.target)) return;
    root.querySelector(".km-now-shown button")?.focus();
  }

  let began = null; // of a touch
  const down = (event) => { began = event.changedTouches[0].clientX; };
  const up = (event) => {
    const moved = event.changedTouches[0].clientX - began;
    if (Math.abs(moved) > 60) show(now + (moved < 0 ? 1 : -1));
  };
  root.classList.add("km-live");
  root.classList.toggle("km-can-leave", Boolean(leave));
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("focusin", kept);
  root.addEventListener("click", clicked);
  root.addEventListener("touchstart", down, { passive: true });
  root.addEventListener("touchend", up, { passive: true });
  const ticking = setInterval(tick, 500);
  show((Number(new URL(location.href).searchParams.get("slide")) || 1) - 1, false);
  return () => {
    clearInterval(ticking);
    document.removeEventListener("keydown", pressed, true);
    document.removeEventListener("focusin", kept);
    root.removeEventListener("click", clicked);
    root.removeEventListener("touchstart", down);
    root.removeEventListener("touchend", up);
  };
}
