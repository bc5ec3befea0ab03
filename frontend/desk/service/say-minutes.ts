// A number of minutes in words: minutes, hours with minutes, days with hours.
import type { useWords } from "../../platform/words.ts";

/** @param minutes of either sign; the sign is said by the sentence around it. */
export function sayMinutes(t: ReturnType<typeof useWords>, minutes: number): string {
  const whole = Math.abs(Math.round(minutes));
  if (whole < 120) return t("service.minutes", { count: whole });
  const hours = Math.floor(whole / 60);
  if (hours < 48) return t("service.hours_minutes", { hours, minutes: whole % 60 });
  return t("service.days_hours", { days: Math.floor(hours / 24), hours: hours % 24 });
}
