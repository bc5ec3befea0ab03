// What the routes of offices take: strict schemas; an unknown field is refused by name.
import { z } from "zod";

const name = (max: number) =>
  z
    .string({ error: "Expected a name." })
    .trim()
    .min(1, "Expected a name.")
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "Expected one line of text.");

export const MakeOffice = z.strictObject({ name: name(150) });
export const MakeDeviceLink = z.strictObject({ name: name(100) });
export const MakeClerk = z.strictObject({ name: name(100) });
