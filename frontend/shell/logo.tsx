// The name and sign of the house: a low roof on three posts.
import { A } from "@solidjs/router";
import type { JSX } from "solid-js";

export function Logo(): JSX.Element {
  return (
    <A class="logo" href="/" aria-label="Toguna">
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <path class="logo-roof" d="M1 8 11 3l10 5v3H1z" />
        <path class="logo-posts" d="M4 11v8M11 11v8M18 11v8" />
      </svg>
      <span class="logo-name">Toguna</span>
    </A>
  );
}
