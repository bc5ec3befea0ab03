// A condition's tree as sentences: "all of these hold", "none of these holds". Pure.
import type { RuleWords } from "./model.ts";
import type { JudgedTree } from "./truth.ts";

/** @param sayLeaf the sentence of one leaf, without its truth */
export function conditionWords<Leaf>(tree: JudgedTree<Leaf>, sayLeaf: (leaf: Leaf) => RuleWords): RuleWords {
  const told = tree.isTrue === undefined ? {} : { isTrue: tree.isTrue };
  if (tree.op === "leaf") return { ...sayLeaf(tree.leaf), ...told };
  if (tree.op === "not") {
    const { kid } = tree;
    // "Not one of them" is one sentence, not two.
    const kids = kid.op === "or" ? kid.kids : [kid];
    return { key: "rules.words.none", values: {}, kids: kids.map((one) => conditionWords(one, sayLeaf)), ...told };
  }
  const key = tree.op === "and" ? "rules.words.all" : "rules.words.any";
  return { key, values: {}, kids: tree.kids.map((kid) => conditionWords(kid, sayLeaf)), ...told };
}
