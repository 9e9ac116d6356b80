const latin = /\b[A-Z][a-z]+ [a-z.]+(?: [a-z.]+)? - /g

/** `House mouse` for `Mus musculus - House mouse`, where there is room for one of the names. */
export function speciesWord(name: string): string {
  return name.replace(latin, '')
}
