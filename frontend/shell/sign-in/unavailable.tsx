// Why nobody can sign in at this address, and the ways out of it.
import { type JSX, Show } from "solid-js";
import type { DoorView } from "../../../backend/identity/model.ts";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";

/** The reason that holds in this browser; a proxy may hide from the server under which name it was called. */
export function reasonHere(door: DoorView): "needs_https" | "needs_name" | "other_host" | undefined {
  if (!door.availability.isAvailable && door.availability.reason !== "other_host") return door.availability.reason;
  return new URL(door.deskUrl).origin === location.origin ? undefined : "other_host";
}

export function Unavailable(props: {
  door: DoorView;
  reason: "needs_https" | "needs_name" | "other_host";
}): JSX.Element {
  const t = useWords();
  return (
    <>
      <Notice tone="mind" isAlert>
        {t(`identity.door.${props.reason}`)}
      </Notice>
      <Show
        when={props.reason !== "other_host"}
        fallback={
          <p>
            <a
              href={`${props.door.deskUrl}${location.pathname.replace(/^\/(desk|console|office)/, "")}${location.hash}`}
            >
              {props.door.deskUrl}
            </a>
          </p>
        }
      >
        <p>{t("identity.door.way_title")}</p>
        <ul class="door-ways">
          <li>{t("identity.door.way_certificate")}</li>
          <li>{t("identity.door.way_proxy")}</li>
          <li>{t("identity.door.way_authority")}</li>
        </ul>
        <p class="quiet-text">{t("identity.door.way_local")}</p>
      </Show>
    </>
  );
}
