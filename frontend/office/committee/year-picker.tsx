// Which year: the one before, the one after, and the number between them; the year stands in the address.
import { useSearchParams } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";

/** The year of the address, else this one. */
export function useYear(): { year: () => number; goTo: (year: number) => void } {
  const [params, setParams] = useSearchParams<{ year?: string }>();
  const year = (): number => (/^2[01]\d\d$/.test(params.year ?? "") ? Number(params.year) : new Date().getFullYear());
  return { year, goTo: (wanted) => setParams({ year: String(wanted) }) };
}

export function YearPicker(props: { year: number; onYear: (year: number) => void }): JSX.Element {
  const t = useWords();
  return (
    <div class="year-picker" role="group" aria-label={t("committee.year")}>
      <Button
        isSmall
        onClick={() => props.onYear(props.year - 1)}
        aria-label={`${props.year - 1}, ${t("committee.year_before")}`}
      >
        {props.year - 1}
      </Button>
      <strong class="figures" aria-live="polite">
        {props.year}
      </strong>
      <Button
        isSmall
        onClick={() => props.onYear(props.year + 1)}
        aria-label={`${props.year + 1}, ${t("committee.year_after")}`}
      >
        {props.year + 1}
      </Button>
    </div>
  );
}
