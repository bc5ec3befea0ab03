// `toguna evidence verify`: checks an evidence bundle offline and says in words what holds and what does not.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyBundle } from "../cases/evidence/index.ts";
import { readVerifierKey } from "../platform/audit/proof/keys.ts";
import { nobodysPolicy, readPolicy } from "../platform/audit/proof/policy.ts";
import { wordsIn } from "../platform/words/index.ts";

/** Needs no installation, no database and no network. 0: everything holds; 1: something does not; 2: wrong usage. */
export async function verifyEvidence(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: "string", multiple: true }, policy: { type: "string" } },
  });
  const [bundle] = positionals;
  if (bundle === undefined || positionals.length > 1) {
    process.stderr.write("toguna evidence verify BUNDLE [--key NAME+HASH+KEY] [--policy FILE]\n");
    return 2;
  }
  const said = await verifyBundle(bundle, {
    logs: (values.key ?? []).map(readVerifierKey),
    policy: values.policy === undefined ? nobodysPolicy : readPolicy(readFileSync(values.policy, "utf8")),
  });
  const say = wordsIn("en");
  for (const { isGood, says, values: about } of said)
    process[isGood ? "stdout" : "stderr"].write(
      `${isGood ? "good" : "BAD"}: ${say(`evidence.check.${says}`, about)}\n`,
    );
  return said.every(({ isGood }) => isGood) ? 0 : 1;
}
