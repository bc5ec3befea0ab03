// Trainings and surveys: people are counted by group and day, answers know nobody, and each answer fits its question.
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import {
  addCampaign,
  countAttendance,
  endCampaign,
  listCampaigns,
  restoreCampaign,
} from "../../../backend/reporting/awareness/keep-campaigns.ts";
import {
  answerSurvey,
  checkAnswers,
  closeSurvey,
  listOpenSurveys,
  listSurveys,
  makeSurvey,
  reopenSurvey,
  typePaperAnswer,
} from "../../../backend/reporting/awareness/keep-surveys.ts";
import type { Question } from "../../../backend/reporting/awareness/model.ts";
import { countFigures } from "../../../backend/reporting/figures/count-figures.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let member: Context;
let citizen: Context;

beforeEach(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  await addCert(world);
  const office = newId();
  await world.owner`insert into organisations (id, kind, name) values (${office}, 'office', 'Comité national')`;
  member = makeContext(world.services, await addPerson(world, office, "committee_member", "Awa"), "test");
  citizen = makeContext(world.services, { kind: "anonymous" }, "portal");
});

const figure = async (name: string, year: number): Promise<string | null | undefined> =>
  (await readOnly(member, async (tx) => await countFigures(tx, year), "system")).find((one) => one.name === name)
    ?.value;

describe("campaigns and trainings", () => {
  test("people are summed by group, counted into the figures of their year, and the list can be ended", async () => {
    const { id } = await addCampaign(member, {
      kind: "training",
      name: "Enseignants",
      startsOn: "2025-12-01",
      endsOn: "2026-02-01",
      wanted: 100,
    });
    const count = async (heldOn: string, audience: string, women: number, men: number) =>
      await countAttendance(member, id, { heldOn, audience, women, men, source: "Liste signée" });
    await count("2025-12-10", "teachers", 5, 5);
    await count("2026-01-10", "teachers", 10, 2);
    await count("2026-01-11", "pupils", 20, 22);
    expect(await listCampaigns(member)).toMatchObject([
      {
        women: 35,
        men: 29,
        unsaid: 0,
        wanted: 100,
        groups: [
          { audience: "pupils", people: 42 },
          { audience: "teachers", people: 22 },
        ],
      },
    ]);
    expect(await figure("awareness.people_reached", 2026)).toBe("54");
    expect(await figure("awareness.women_reached", 2025)).toBe("5");
    expect(await figure("awareness.trainings_held", 2026)).toBe("1");
    await endCampaign(member, id);
    expect(await listCampaigns(member)).toEqual([]);
    await restoreCampaign(member, id);
    expect(await listCampaigns(member)).toMatchObject([{ id }]);
    await expect(restoreCampaign(member, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a day outside, in the future, nobody at all, or an area that is none is refused by its field", async () => {
    const { id } = await addCampaign(member, {
      kind: "campaign",
      name: "Mots de passe",
      startsOn: "2026-11-01",
      endsOn: "2026-12-31",
    });
    const count = async (more: Record<string, unknown>) =>
      await countAttendance(member, id, { heldOn: "2026-11-05", audience: "citizens", women: 1, source: "x", ...more });
    await expect(count({ heldOn: "2026-10-31" })).rejects.toMatchObject({ fields: [{ path: "heldOn" }] });
    await expect(count({ heldOn: "2026-12-01" })).rejects.toMatchObject({ fields: [{ path: "heldOn" }] });
    await expect(count({ women: 0 })).rejects.toThrow(/one person/);
    await expect(count({ audience: "everybody" })).rejects.toThrow(/Expected one of citizens/);
    await expect(
      addCampaign(member, {
        kind: "campaign",
        name: "x",
        startsOn: "2026-11-01",
        endsOn: "2026-12-31",
        areaId: "nowhere",
      }),
    ).rejects.toMatchObject({ fields: [{ path: "areaId" }] });
    await expect(
      addCampaign(member, { kind: "campaign", name: "x", startsOn: "2026-11-02", endsOn: "2026-11-01" }),
    ).rejects.toThrow(/on or after/);
  });
});

const questions: Question[] = [
  {
    key: "services",
    names: { fr: "Lesquels ?" },
    kind: "many",
    options: [
      { key: "births", names: { fr: "Naissances" } },
      { key: "taxes", names: { fr: "Impôts" } },
    ],
  },
  {
    key: "device",
    names: { fr: "Avec quoi ?" },
    kind: "one",
    options: [
      { key: "phone", names: { fr: "Téléphone" } },
      { key: "computer", names: { fr: "Ordinateur" } },
    ],
  },
  { key: "words", names: { fr: "Autre chose ?" }, kind: "text", options: [] },
];

/** "fits" when everything that is kept belongs to its question, else what was wrong; a refusal is its code. */
function judge(given: Record<string, string | string[]>): string {
  let kept: Record<string, string | string[]>;
  try {
    kept = checkAnswers(questions, given);
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  if (Object.keys(kept).length === 0) return "nothing was kept";
  for (const [key, answer] of Object.entries(kept)) {
    const question = questions.find((one) => one.key === key);
    const options = question?.options.map((option) => option.key) ?? [];
    const isRight = question?.kind === "text" ? answer !== "" : [answer].flat().every((one) => options.includes(one));
    if (!isRight) return `${key}: ${String(answer)}`;
  }
  return "fits";
}

describe("surveys", () => {
  const open = async (more: Record<string, unknown> = {}): Promise<string> =>
    (
      await makeSurvey(member, {
        names: { fr: "Quels services ?" },
        questions,
        opensOn: "2026-11-01",
        closesOn: "2026-11-30",
        ...more,
      })
    ).id;

  test("are answered online and on paper, counted by option, and keep neither person, address nor hour", async () => {
    const id = await open();
    expect(await listOpenSurveys(citizen)).toMatchObject([{ id }]);
    await answerSurvey(citizen, id, { answers: { services: ["births", "taxes"], device: "phone" } });
    await answerSurvey(citizen, id, { answers: { services: ["taxes"], words: "Plus d’aide" } });
    await typePaperAnswer(member, id, { answers: { device: "phone" }, answeredOn: "2026-11-03" });
    const [survey] = await listSurveys(member);
    expect(survey).toMatchObject({
      online: 2,
      paper: 1,
      results: [
        {
          question: "services",
          n: 2,
          options: [
            { key: "births", count: 1 },
            { key: "taxes", count: 2 },
          ],
        },
        {
          question: "device",
          n: 2,
          options: [
            { key: "phone", count: 2 },
            { key: "computer", count: 0 },
          ],
        },
        { question: "words", n: 1, options: [] },
      ],
    });
    const columns = await world.owner<
      { column_name: string }[]
    >`select column_name from information_schema.columns where table_name = 'survey_answers'`;
    expect(columns.map((one) => one.column_name).toSorted()).toEqual([
      "answered_on",
      "answers",
      "area_id",
      "id",
      "survey_id",
      "typed_by",
      "way",
    ]);
    const log = await world.owner<
      { actor_kind: string; detail: unknown }[]
    >`select actor_kind, detail from audit_log where action = 'survey.answer'`;
    expect(log.map((row) => [row.actor_kind, JSON.stringify(row.detail)])).toEqual([
      ["anonymous", "{}"],
      ["anonymous", "{}"],
    ]);
  });

  test("that are closed, not open yet or over take no answer online; paper of their days still comes in", async () => {
    const early = await open({ opensOn: "2026-12-01", closesOn: "2026-12-31" });
    const over = await open({ opensOn: "2026-10-01", closesOn: "2026-10-31" });
    const closed = await open();
    await closeSurvey(member, closed);
    for (const id of [early, over, closed, newId()])
      await expect(answerSurvey(citizen, id, { answers: { device: "phone" } })).rejects.toMatchObject({ code: "gone" });
    await reopenSurvey(member, closed);
    await answerSurvey(citizen, closed, { answers: { device: "phone" } });
    await expect(reopenSurvey(member, closed)).rejects.toMatchObject({ code: "not_found" });
    await typePaperAnswer(member, over, { answers: { device: "phone" }, answeredOn: "2026-10-15" });
    await expect(
      typePaperAnswer(member, over, { answers: { device: "phone" }, answeredOn: "2026-11-15" }),
    ).rejects.toMatchObject({
      fields: [{ path: "answeredOn" }],
    });
  });

  test("whatever is sent, what is kept names known questions with known options, and is never empty", () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("phone", "births", ""),
      fc.array(fc.constantFrom("births", "taxes", "other")),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("services", "device", "words", "other"), value), (given) => {
        expect(judge(given)).toMatch(/^(fits|invalid_input)$/);
      }),
    );
  });
});
