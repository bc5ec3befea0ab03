// Refusals of old work, in words. Pure.
import { AppError } from "../../platform/errors/index.ts";

export function refusal(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `old-work.refusal.${reason}` });
}
