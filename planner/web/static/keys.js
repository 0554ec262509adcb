// Keys go to the planner from the first, and when the window is come back to, with no click before.
function handOver() {
  document.querySelector(".xterm-helper-textarea")?.focus();
}
window.addEventListener("load", () => {
  handOver();
  new MutationObserver(handOver).observe(document.body, { attributeFilter: ["class"] });
});
window.addEventListener("focus", handOver);
