// Parses what a verb was given; what does not fit is refused by field.
import { ZodError, type z } from "zod";
import { fromZod } from "../platform/http/index.ts";

/** @throws AppError invalid_input that names each field and what was expected. */
export function parseInput<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  try {
    return schema.parse(value);
  } catch (error) {
    throw error instanceof ZodError ? fromZod(error) : error;
  }
}
