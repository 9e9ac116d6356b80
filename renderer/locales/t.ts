import i18next from 'i18next'
import en from './en.json' with { type: 'json' }

type WithoutPlural<K> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K
export type TextKey = WithoutPlural<keyof typeof en>

void i18next.init({
  lng: 'en',
  resources: { en: { translation: en } },
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
})

/** A text of `en.json`; the compiler knows the keys. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return i18next.t(key, values)
}

/** For keys made of what a server or the engine said; null when there is no such text. */
export function tIfKnown(
  key: string,
  values: Readonly<Record<string, string | number>>,
): string | null {
  return i18next.exists(key) ? i18next.t(key, values) : null
}
