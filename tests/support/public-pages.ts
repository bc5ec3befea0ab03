// What the public reads, published as the team does it: an advisory and the statistics of a year, for tests that look at public pages.
import { approveRelease } from "../../backend/coordination/four-eyes/decide-release.ts";
import { bindFourEyes } from "../../backend/coordination/four-eyes/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import {
  askRelease,
  countRelease,
  makeRelease,
  settleRelease,
} from "../../backend/reporting/charts/releases/make-release.ts";
import { readRelease } from "../../backend/reporting/charts/releases/read-releases.ts";
import { allowStepUp } from "./allow-step-up.ts";
import type { TestWorld } from "./database.ts";
import { addCert, addPerson, addReport } from "./desk-world.ts";

const texts = {
  fr: {
    title: "Faux messages de livraison de colis",
    summary: "Des messages demandent de payer des frais de colis. Ne suivez pas le lien.",
    body: "## Ce que vous voyez\n\nUn message qui parle d’un colis **en attente**.\n\n- un lien court\n- une petite somme à payer\n\n## Que faire\n\n1. N’ouvrez pas le lien.\n2. Signalez le message.\n\n```\nhxxp://colis-paiement.example\n```",
  },
};

/** @returns the paths of an advisory and of the newest statistics. */
export async function publishForPublic(world: TestWorld): Promise<{ advisoryPath: string; statisticsPath: string }> {
  const [known] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const cert = known?.id ?? (await addCert(world));
  const senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  const lead = world.context(await addPerson(world, cert, "lead", "Binta"));
  const system = world.context({ kind: "system", job: "statistics.count_release" });
  const year = world.clock.now().getUTCFullYear() - 1;
  for (let month = 1; month <= 12; month++)
    for (let one = 0; one < 12; one++)
      await addReport(world, cert, { receivedAt: new Date(Date.UTC(year, month - 1, 3 + one, 9)) });
  const { id } = await makeRelease(senior, { year });
  await countRelease(system, id);
  await askRelease(senior, id);
  const request = (await readRelease(senior, id, "en")).releases[0];
  if (!request) throw new Error("nobody was asked");
  await allowStepUp(world, lead, bindFourEyes.approve(request.id));
  await approveRelease(lead, request.id);
  await settleRelease(system, { subjectId: id, version: request.version, requestId: request.id, outcome: "approved" });
  const advisory = newId();
  const number = `ADV-${year}-0001`;
  const { owner } = world;
  const asker = senior.actor.kind === "person" ? senior.actor.personId : null;
  await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, reason, decided_by, decided_at)
    values (${advisory}, 'advisory', ${advisory}, 1, ${texts.fr.title}, ${asker}, now(), 'alone', 'Nobody else was there', ${asker}, now())`;
  await owner`insert into advisories (id, number, severity, texts, state, created_at, changed_at)
    values (${advisory}, ${number}, 'high', ${owner.json(texts)}, 'published', now(), now())`;
  await owner`insert into advisory_editions (advisory_id, edition, number, kind, severity, texts, four_eyes_id, published_at)
    values (${advisory}, 1, ${number}, 'published', 'high', ${owner.json(texts)}, ${advisory}, now())`;
  return { advisoryPath: `/advisories/${number}`, statisticsPath: `/statistics/${id}` };
}
