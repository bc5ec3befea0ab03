// Which parts of a true condition were true: a three-valued reading of a tree whose leaves are partly known. Pure.

/** A condition with what its leaves are called; `key` finds a leaf's truth. */
export type ConditionTree<Leaf> =
  | { op: "and" | "or"; kids: ConditionTree<Leaf>[] }
  | { op: "not"; kid: ConditionTree<Leaf> }
  | { op: "leaf"; leaf: Leaf };

/** The tree with each part's truth; `undefined` where it cannot be told. */
export type JudgedTree<Leaf> = { isTrue?: boolean } & (
  | { op: "and" | "or"; kids: JudgedTree<Leaf>[] }
  | { op: "not"; kid: JudgedTree<Leaf> }
  | { op: "leaf"; leaf: Leaf }
);

/**
 * @param truthOf what is known of a leaf; undefined where nothing is
 * @param whole true where the rule matched, so that the parts of an "and" must have held; undefined for a rule that is only read
 */
export function judge<Leaf>(
  tree: ConditionTree<Leaf>,
  truthOf: (leaf: Leaf) => boolean | undefined,
  whole: boolean | undefined,
): JudgedTree<Leaf> {
  const isTrue = whole ?? evaluate(tree, truthOf);
  const told = isTrue === undefined ? {} : { isTrue };
  if (tree.op === "leaf") return { op: "leaf", leaf: tree.leaf, ...told };
  if (tree.op === "not")
    return { op: "not", kid: judge(tree.kid, truthOf, isTrue === undefined ? undefined : !isTrue), ...told };
  return {
    op: tree.op,
    kids: tree.kids.map((kid) => judge(kid, truthOf, forced(tree, kid, isTrue, truthOf))),
    ...told,
  };
}

/** A true "and" makes all its parts true, a false "or" all false; a true "or" with one part left that can be true makes that one true. */
function forced<Leaf>(
  tree: { op: "and" | "or"; kids: ConditionTree<Leaf>[] },
  kid: ConditionTree<Leaf>,
  isTrue: boolean | undefined,
  truthOf: (leaf: Leaf) => boolean | undefined,
): boolean | undefined {
  if (isTrue === undefined) return undefined;
  const [all, other] = tree.op === "and" ? [true, false] : [false, true];
  if (isTrue === all) return all;
  const own = evaluate(kid, truthOf);
  if (own !== undefined) return own;
  const isOnlyOneLeft = tree.kids.every((one) => one === kid || evaluate(one, truthOf) === all);
  return isOnlyOneLeft ? other : undefined;
}

/** Kleene's three-valued logic. */
function evaluate<Leaf>(tree: ConditionTree<Leaf>, truthOf: (leaf: Leaf) => boolean | undefined): boolean | undefined {
  if (tree.op === "leaf") return truthOf(tree.leaf);
  if (tree.op === "not") {
    const inner = evaluate(tree.kid, truthOf);
    return inner === undefined ? undefined : !inner;
  }
  const deciding = tree.op === "or";
  let hasUnknown = false;
  for (const kid of tree.kids) {
    const one = evaluate(kid, truthOf);
    if (one === deciding) return deciding;
    if (one === undefined) hasUnknown = true;
  }
  return hasUnknown ? undefined : !deciding;
}
