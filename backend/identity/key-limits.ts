// What a machine's key is held to beside its acts: the networks from which it works and the strictest marking it may bring. Pure.
import { parseAddress, parsePrefix, prefixOf } from "../platform/addresses/index.ts";
import { type KeyMarking, keyMarkings } from "./model.ts";

/** Whether an address lies in one of the networks (CIDR); no networks: everywhere. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  const asked = parseAddress(address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, ""));
  if (!asked) return false;
  return networks.some((text) => {
    const network = parsePrefix(text);
    if (!network || network.version !== asked.version) return false;
    const { words } = prefixOf(asked, network.length);
    return words.every((word, index) => word === network.words[index]);
  });
}

/** Whether `marking` is at most as strict as the key's ceiling. Unknown ones are not. */
export function isWithinMarking(ceiling: KeyMarking, marking: string): boolean {
  const at = keyMarkings.findIndex((known) => known === marking);
  return at >= keyMarkings.indexOf(ceiling);
}
