// Rules, packs, imports and entries that the access matrix asks for, written as the verbs leave them.
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makePerson } from "./access-objects.ts";

const sigmaText = (id: string): string => `title: Rule ${id}
id: ${id}
level: low
logsource:
  product: windows
detection:
  selection:
    CommandLine|contains: '${id}'
  condition: selection
`;

export interface MadeRule {
  ruleId: string;
  author: string;
}

/** `draft`: nothing else; `tested`: a version whose gates are all passed; `active`: in force. */
export async function makeRule(
  house: House,
  state: "draft" | "tested" | "active",
  packId: string | null = null,
): Promise<MadeRule> {
  const { owner } = house.world;
  const ruleId = newId();
  const author = await makePerson(house);
  const origin = packId === null ? "desk" : "pack";
  await owner`insert into rules (id, kind, origin, pack_id, title, state, state_at, created_by, created_at)
    values (${ruleId}, 'sigma', ${origin}, ${packId}, ${`Rule ${ruleId}`}, ${state === "draft" ? "draft" : "test"}, now(), ${author}, now())`;
  if (state === "draft") {
    const samples = ["hit", "miss"].map((expects) => ({
      name: `${expects}.json`,
      expects,
      encoding: "text",
      content: "{}",
    }));
    await owner`insert into rule_drafts (rule_id, source, samples, written_by, edited_at)
      values (${ruleId}, ${sigmaText(ruleId)}, ${owner.json(samples)}, ${[author]}::uuid[], now())`;
    return { ruleId, author };
  }
  await owner`insert into rule_versions (rule_id, version, origin, source, sha256, samples, samples_sha256, title, level, names, written_by, created_at)
    values (${ruleId}, 1, ${origin}, ${sigmaText(ruleId)}, sha256('a'), '[]', sha256('b'), ${`Rule ${ruleId}`}, 'low', ${[ruleId]}, ${[author]}::uuid[], now())`;
  await owner`insert into rule_checks (rule_id, version, gate, state, checked_at) select ${ruleId}, 1, gate, 'passed', now() from unnest(array['form', 'samples']) as gate`;
  await makeTrial(house, ruleId, "done");
  if (state === "active") {
    await makePublication(house, ruleId, "live");
    await owner`insert into rule_names (kind, name, rule_id) values ('sigma', ${ruleId}, ${ruleId})`;
    await owner`update rules set state = 'active', active_version = 1 where id = ${ruleId}`;
  }
  return { ruleId, author };
}

export async function makeTrial(house: House, ruleId: string, state: "done" | "waiting"): Promise<string> {
  const { owner } = house.world;
  const id = newId();
  await owner`insert into rule_trials (id, asked_at, until_at, state) values (${id}, now(), now(), ${state})`;
  await owner`insert into rule_trial_rules (trial_id, rule_id, version) values (${id}, ${ruleId}, 1)`;
  return id;
}

export async function makePublication(house: House, ruleId: string, state: "waiting" | "live"): Promise<string> {
  const id = newId();
  const askedBy = await makePerson(house);
  const approvedBy = state === "live" ? await makePerson(house, "lead") : null;
  await house.world
    .owner`insert into rule_publications (id, rule_id, version, written_by, way, state, asked_by, asked_at, reason, approved_by, approved_at)
    select ${id}, rule_id, version, written_by, 'two_persons', ${state}, ${askedBy}, now(), 'because', ${approvedBy}, ${approvedBy === null ? null : new Date()}
    from rule_versions where rule_id = ${ruleId} and version = 1`;
  return id;
}

/** A pack with one rule whose gates are passed; `isAsked`: its publication waits. */
export async function makePack(house: House, isAsked = false): Promise<string> {
  const packId = newId();
  await house.world.owner`insert into rule_packs (id, name, licence, file_name, sha256, imported_at)
    values (${packId}, ${`Pack ${packId}`}, 'CC0-1.0', 'pack.zip', sha256('c'), now())`;
  const { ruleId } = await makeRule(house, "tested", packId);
  if (isAsked) await makePublication(house, ruleId, "waiting");
  return packId;
}

export async function makeImport(house: House): Promise<string> {
  const { owner } = house.world;
  const [id, name] = [newId(), newId()];
  await owner`insert into rule_imports (id, file_name, sha256, state, asked_at) values (${id}, 'pack.zip', sha256('d'), 'ready', now())`;
  await owner`insert into rule_import_items (import_id, number, path, kind, source, title, level, names, status)
    values (${id}, 0, 'a.yml', 'sigma', ${sigmaText(name)}, 'A rule', 'low', ${[name]}, 'new')`;
  return id;
}

export async function makeAllowEntry(house: House): Promise<string> {
  const id = newId();
  const owner = await makePerson(house);
  await house.world
    .owner`insert into allow_entries (id, value_kind, value, reason, owner_id, created_by, created_at, expires_at)
    values (${id}, 'domain', 'backup.example', 'our own', ${owner}, ${owner}, now(), now() + interval '30 days')`;
  return id;
}
