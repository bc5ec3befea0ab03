// A sheet with a heading: one subject a card.
import { type JSX, Show, Suspense, untrack } from "solid-js";
import { isLate } from "../../platform/late.tsx";
import { useWords } from "../../platform/words.ts";
import { Skeleton } from "../skeleton/skeleton.tsx";
import "./card.css";

interface CardProps {
  title: string;
  count?: number | undefined;
  aside?: JSX.Element;
  id?: string;
  children: JSX.Element;
}

/** Waits with the page for what it reads, or by itself when it comes to a page that is shown already. */
export function Card(props: CardProps): JSX.Element {
  const t = useWords();
  return untrack(isLate) ? (
    <Suspense
      fallback={
        <div class="card">
          <Skeleton lines={3} words={t("desk.loading")} />
        </div>
      }
    >
      <Sheet {...props} />
    </Suspense>
  ) : (
    <Sheet {...props} />
  );
}

function Sheet(props: CardProps): JSX.Element {
  return (
    <section class="card" id={props.id} aria-label={props.title}>
      <header class="card-head">
        <h2>
          {props.title}
          <Show when={props.count !== undefined}>
            <span class="card-count figures"> {props.count}</span>
          </Show>
        </h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}
