// An office with an enrolled device and a clerk, for tests: made through the verbs, as an administrator's desk makes it.
import { makeClerk } from "../../backend/identity/offices/keep-clerks.ts";
import { enrolDevice, makeDeviceLink } from "../../backend/identity/offices/enrol-device.ts";
import { makeOffice } from "../../backend/identity/offices/make-office.ts";
import { stepUpForOffice } from "../../backend/identity/offices/model.ts";
import { makeContext, type Context } from "../../backend/platform/context/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { StepUpBinding } from "../../backend/identity/model.ts";
import type { TestWorld } from "./database.ts";
import { addPerson } from "./desk-world.ts";

export interface TestOffice {
  officeId: string;
  deviceKey: string;
  clerkId: string;
  pin: string;
  /** As the administrator who keeps the offices, with the step-up that the act asks. */
  as(binding?: StepUpBinding): Promise<Context>;
}

/** @param cert id of the CERT's organisation. */
export async function makeTestOffice(world: TestWorld, cert: string, name = "Poste de Kita"): Promise<TestOffice> {
  const { personId } = await addPerson(world, cert, "administrator", `keeper-${newId()}`);
  const sessionId = newId();
  const actor = { kind: "person", personId, organisationId: cert, roles: ["administrator"], sessionId } as const;
  const now = world.clock.now();
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${sessionId}, ${Buffer.from(sessionId)}, ${personId}, ${new Date(now.getTime() + 3_600_000)}, ${new Date(now.getTime() + 3_600_000)})`;
  const as = async (binding?: StepUpBinding): Promise<Context> => {
    if (binding)
      await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
        values (${newId()}, ${sessionId}, ${personId}, ${binding.act}, ${binding.object}, ${binding.version}, ${world.clock.now()}, ${new Date(world.clock.now().getTime() + 300_000)})`;
    return makeContext(world.services, actor, "test");
  };
  const { id: officeId } = await makeOffice(await as(), { name });
  const made = await makeDeviceLink(await as(stepUpForOffice.makeDeviceLink(officeId, "Desk")), officeId, {
    name: "Desk",
  });
  const anonymous = makeContext(world.services, { kind: "anonymous" }, "test");
  const deviceKey = await enrolDevice(anonymous, new URL(made.link).searchParams.get("link") ?? "");
  const { clerkId, pin } = await makeClerk(await as(stepUpForOffice.makeClerk(officeId, "M. Diallo")), officeId, {
    name: "M. Diallo",
  });
  return { officeId, deviceKey: deviceKey ?? "", clerkId, pin, as };
}
