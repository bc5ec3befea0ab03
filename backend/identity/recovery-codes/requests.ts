// What the use of a one-time code takes: strict; an unknown field is refused by name.
import { z } from "zod";

export const UseRecoveryCode = z.strictObject({
  email: z.email("Expected an e-mail address such as name@example.org.").max(320),
  code: z.string({ error: "Expected one of your codes." }).min(1, "Expected one of your codes.").max(60),
});
