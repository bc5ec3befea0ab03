// What the routes of identity take: strict schemas; an unknown field is refused by name.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { parsePrefix } from "../platform/addresses/index.ts";
import { isId } from "../platform/ids/index.ts";
import { apiKeyActs, keyMarkings, policyLevels, roles } from "./model.ts";

const base64url = (max: number) =>
  z
    .string({ error: "Expected base64url text." })
    .regex(/^[A-Za-z0-9_-]+$/, "Expected base64url text.")
    .max(max);
const id = z.string().refine(isId, "Expected an id as it was given.");
const extensions = z.record(z.string().max(64), z.unknown()).optional();
const attachment = z.string().max(32).nullish();
/** PostgreSQL stores neither NUL nor half surrogate pairs, and a name with a line break could pass for two in a list. */
const isOneLine = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
const name = (max: number) =>
  z
    .string({ error: "Expected a name." })
    .trim()
    .min(1, "Expected a name.")
    .max(max, `Expected at most ${max} characters.`)
    .refine(isOneLine, "Expected one line of text.");
const email = z.email("Expected an e-mail address such as name@example.org.").max(320);

/** A PublicKeyCredential as its toJSON() gives it (WebAuthn Level 3 §5.1.9). A credential id has at most 1,023 bytes. */
const Registration = z
  .strictObject({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.string().max(32),
    authenticatorAttachment: attachment,
    clientExtensionResults: extensions,
    response: z.strictObject({
      clientDataJSON: base64url(8000),
      attestationObject: base64url(60_000),
      authenticatorData: base64url(20_000).optional(),
      transports: z.array(z.string().max(32)).max(16).optional(),
      publicKeyAlgorithm: z.number().int().optional(),
      publicKey: base64url(8000).optional(),
    }),
  })
  .transform((value) => value as unknown as RegistrationResponseJSON);

const Assertion = z
  .strictObject({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.string().max(32),
    authenticatorAttachment: attachment,
    clientExtensionResults: extensions,
    response: z.strictObject({
      clientDataJSON: base64url(8000),
      authenticatorData: base64url(20_000),
      signature: base64url(8000),
      userHandle: base64url(200).nullish(),
    }),
  })
  .transform((value) => {
    const { userHandle, ...rest } = value.response;
    return { ...value, response: userHandle ? { ...rest, userHandle } : rest } as unknown as AuthenticationResponseJSON;
  });

export const Nothing = z.strictObject({});
export const ActFor = z.strictObject({ organisationId: z.uuid("Expected an identifier.") });
export const AnswerAssertion = z.strictObject({ ceremonyId: id, response: Assertion });
export type AnswerAssertion = z.infer<typeof AnswerAssertion>;
export const AnswerRegistration = z.strictObject({
  ceremonyId: id,
  response: Registration,
  keyName: name(100).optional(),
});
export type AnswerRegistration = z.infer<typeof AnswerRegistration>;

const linkToken = z.string({ error: "Expected the part of the link after #." }).max(100);
export const LookAtInvitation = z.strictObject({ token: linkToken });
export type LookAtInvitation = z.infer<typeof LookAtInvitation>;
export const BeginEnrolment = z.strictObject({
  token: linkToken,
  email: email.optional(),
  name: name(200).optional(),
  /** Tag of the language that they read the rooms in; mails to them are in it. One that has no words here is taken as French. */
  language: z
    .string()
    .regex(/^[a-z]{2,8}$/, "Expected a language such as fr.")
    .default("fr"),
});
export type BeginEnrolment = z.infer<typeof BeginEnrolment>;

export const BeginStepUp = z.strictObject({
  act: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/, "Expected an act such as person.invite.")
    .max(60),
  object: z.string().min(1).max(1500).refine(isOneLine, "Expected one line of text."),
  version: z.string().max(4000).refine(isOneLine, "Expected one line of text."),
});
export type BeginStepUp = z.infer<typeof BeginStepUp>;

const role = z.enum(roles, { error: `Expected one of ${roles.join(", ")}.` });
export const InvitePerson = z.strictObject({
  email,
  name: name(200).optional(),
  role,
  organisationId: id.optional(),
});
export type InvitePerson = z.infer<typeof InvitePerson>;
export const ChangeRoles = z.strictObject({
  roles: z.array(role).max(roles.length),
  version: z.number({ error: "Expected the version that was read." }).int().positive(),
});
export type ChangeRoles = z.infer<typeof ChangeRoles>;
export const AtVersion = z.strictObject({
  version: z.number({ error: "Expected the version that was read." }).int().positive(),
});
export type AtVersion = z.infer<typeof AtVersion>;
export const AskRecovery = z.strictObject({
  proof: z
    .string({ error: "Expected how the person was recognised." })
    .trim()
    .min(10, "Expected how the person was recognised, in at least 10 characters.")
    .max(2000)
    .refine(isStorable, "Expected text without NUL and half characters."),
});
export type AskRecovery = z.infer<typeof AskRecovery>;
export const RenamePasskey = z.strictObject({ name: name(100) });
export type RenamePasskey = z.infer<typeof RenamePasskey>;
export const MakeDemoLink = z.strictObject({ role });
export type MakeDemoLink = z.infer<typeof MakeDemoLink>;

export const MakeApiKey = z.strictObject({
  name: name(100),
  acts: z
    .array(z.enum(apiKeyActs, { error: `Expected some of ${apiKeyActs.join(", ")}.` }))
    .min(1, "Expected at least one act."),
  /** The strictest marking of what it may bring. */
  marking: z.enum(keyMarkings, { error: `Expected one of ${keyMarkings.join(", ")}.` }).default("amber"),
  networks: z
    .array(
      z
        .string()
        .trim()
        .refine((text) => parsePrefix(text) !== null, "Expected a network such as 192.0.2.0/24 or 2001:db8::/32."),
    )
    .max(20, "Expected at most 20 networks.")
    .default([]),
  /** Days of life; absent: a year. */
  days: z.number().int().min(1, "Expected 1 to 730 days.").max(730, "Expected 1 to 730 days.").default(365),
});
export type MakeApiKey = z.input<typeof MakeApiKey>;

export const ChangePolicy = z.strictObject({
  level: z.enum(policyLevels, { error: "Expected start or national." }),
  sessionIdleMinutes: z.number().int().min(5, "Expected 5 to 120 minutes.").max(120, "Expected 5 to 120 minutes."),
  sessionHours: z.number().int().min(1, "Expected 1 to 24 hours.").max(24, "Expected 1 to 24 hours."),
  attestedRoles: z.array(role).max(roles.length).default([]),
  allowedModels: z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(
          /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
          "Expected AAGUIDs such as 08987058-cadc-4b81-b6e1-30de50dcbe96.",
        ),
    )
    .max(50, "Expected at most 50 models.")
    .default([]),
  hasRecoveryCodes: z.boolean({ error: "Expected true or false." }).default(false),
});
export type ChangePolicy = z.input<typeof ChangePolicy>;

/** A credential id in a path: base64url of at most 1,023 bytes. */
export const PasskeyId = base64url(1400);
