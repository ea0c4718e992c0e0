// @ts-check
// What nobody sees is not drawn.

/**
 * Tells when an element comes into sight or goes out of it.
 * @param {Element} node
 * @param {() => void} onSeen called when it comes into sight
 * @returns {() => boolean} whether it is in sight now
 */
export function watchSight(node, onSeen) {
  let seen = true;
  new IntersectionObserver((entries) => {
    const now = entries[entries.length - 1].isIntersecting;
    if (now && !seen) {
      seen = true;
      onSeen();
    }
    seen = now;
  }).observe(node);
  return () => seen;
}
