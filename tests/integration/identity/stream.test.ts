// A live stream does not outlive the session that opened it.
import { expect, test } from "vitest";
import { streamEvents } from "../../../backend/reporting/live/stream-events.ts";
import { resolveSession, sessionTokenOf } from "../../../backend/identity/index.ts";
import { makeTestWorld } from "../../support/database.ts";
import { makeStaffedApp, root } from "../../support/identity-app.ts";

test("a stream beats while its session is open and ends at the next beat once it is ended", async () => {
  const world = await makeTestWorld();
  const { staff } = await makeStaffedApp(world.services);
  const person = await staff("analyst");
  const actor = await resolveSession(world.services, sessionTokenOf(person.cookie));
  const stream = streamEvents(world.context(actor!), 100).body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await stream.read()).value).toContain("event: beat");
  // The place that was reached comes between the beats.
  let next = "";
  while (!next.includes("event: place") || !next.includes("event: beat")) next += (await stream.read()).value ?? "";
  await person.ask("POST", `${root}/sign-out`, {});
  const endedAt = Date.now();
  let left = "";
  for (;;) {
    const { value, done } = await stream.read();
    if (done) break;
    left += value;
  }
  // Of the beats after the end, at most the one that was under way.
  const after = [...left.matchAll(/event: beat\ndata: (.+)/g)].filter((beat) => Date.parse(beat[1] ?? "") > endedAt);
  expect(after.length).toBeLessThanOrEqual(1);
});
