// Shows a part as it is under the pointer or with the focus, without either: the rules of `:hover` and `:focus-visible` are also given to classes.
const states = [
  [/:hover/g, ".as-hover"],
  [/:focus-visible/g, ".as-focus"],
] as const;

/** Adds the copies to the page for as long as it is shown. @returns what takes them away again. */
export function showStates(): () => void {
  const copies = new CSSStyleSheet();
  for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) copy(rule, copies);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, copies];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== copies);
  };
}

// Rules inside @media are of print and of touch: neither has a pointer that hovers.
function copy(rule: CSSRule, into: CSSStyleSheet): void {
  if (!(rule instanceof CSSStyleRule)) return;
  for (const [state, name] of states) {
    if (!rule.selectorText.match(state)) continue;
    // The plain rule of focus has no class of its own: `:focus-visible` alone becomes `.as-focus`.
    into.insertRule(`${rule.selectorText.replace(state, name)} { ${rule.style.cssText} }`, into.cssRules.length);
  }
}
