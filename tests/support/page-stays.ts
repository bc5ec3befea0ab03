// A page that is shown stays while something on it is fetched: taken away for its skeleton and put back, it loses the focus, and who listens is thrown to its beginning.

/** Runs in each page of a person before its own scripts: notes a page's `main` that went and came back. */
export const notePageTakenAway = `{
  const gone = new WeakSet();
  const watch = () => new MutationObserver((changes) => {
    // In their order: what came and went within one of them was never gone before.
    for (const { addedNodes, removedNodes } of changes) {
      for (const node of addedNodes) if (gone.has(node)) document.documentElement.dataset.takenAway = location.pathname;
      for (const node of removedNodes) if (node.nodeName === "MAIN" && !node.isConnected) gone.add(node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  if (document.documentElement) watch(); else document.addEventListener("readystatechange", watch, { once: true });
}`;

/** Runs in the page: one line for a page that went and came back, on this document. */
export const readPageTakenAway = `document.documentElement.dataset.takenAway ?? ""`;
