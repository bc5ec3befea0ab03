// Solid's resource, but what is shown stays while the same thing is asked for again: read plainly, an answer that is being renewed takes the whole page away for its skeleton,
// and with it the focus, the place that was scrolled to, and what stands half typed.
import { createMemo, createResource as createPlain, createSignal, untrack } from "solid-js";
import { isLate } from "../../platform/late.tsx";
import { keepSame } from "./keep-same.ts";

/**
 * Like `createResource` of Solid, in its arguments and in what it returns. Reading it waits (the skeleton is shown) until the first answer, and again when another thing is asked for: a source
 * whose value differs. While the same is asked for again (`refetch`, or a source that says the same), reading gives what was answered last.
 * `latest` of what comes to a page that is shown already waits for nothing: it is undefined until there is an answer.
 *
 * @throws what the fetcher threw, when it is read, as Solid's own.
 */
export const createResource: typeof createPlain = ((...given: unknown[]) => {
  const hasSource = typeof given[1] === "function";
  const source = hasSource ? given[0] : true;
  const fetcher = (hasSource ? given[1] : given[0]) as (asked: unknown, info: unknown) => unknown;
  const options = hasSource ? given[2] : given[1];
  const asked = createMemo(() => (typeof source === "function" ? (source as () => unknown)() : source));
  const comesLate = untrack(isLate);
  // Kept here, so that it can be read without waiting.
  const value = createSignal<unknown>();
  let round = 0;
  let answered: { asked: unknown } | undefined;
  const [plain, acts] = createPlain(
    asked,
    (now: unknown, info: unknown) => {
      const mine = ++round;
      const settle = (answer: unknown): unknown => {
        if (mine === round) answered = { asked: now };
        return answer;
      };
      const answer = fetcher(now, info);
      return answer instanceof Promise ? answer.then(settle) : settle(answer);
    },
    { ...(options as object | undefined), storage: () => value },
  );
  // What was answered is no signal: the answer itself is, and comes right after it.
  const isSame = (): boolean => {
    const now = asked();
    return answered !== undefined && Object.is(keepSame(answered.asked, now), answered.asked);
  };
  const read = (): unknown => (isSame() ? plain.latest : plain());
  for (const name of ["state", "error", "loading"] as const)
    Object.defineProperty(read, name, { get: () => plain[name] });
  Object.defineProperty(read, "latest", {
    get: () => (comesLate && plain.state === "pending" ? value[0]() : plain.latest),
  });
  return [read, acts];
}) as typeof createPlain;
