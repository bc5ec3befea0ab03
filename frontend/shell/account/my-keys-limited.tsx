// Says on a first page that somebody's keys do not meet the policy yet, and leads to where they are mended.
import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import { me } from "../session.ts";

export function MyKeysLimited(): JSX.Element {
  const t = useWords();
  return (
    <Show when={me()?.limitation}>
      {(limitation) => (
        <Notice tone="mind" isAlert>
          <span>{t(`identity.me.${limitation()}`)}</span> <A href="/me">{t("desk.account.keys")}</A>
        </Notice>
      )}
    </Show>
  );
}
