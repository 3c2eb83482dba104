/** What everybody tries first: some 49,000 passwords from leaks, as @zxcvbn-ts/language-common carries them. */

let read: Promise<ReadonlySet<string>> | undefined;

/** In lower case. Read when the first password is chosen, because few processes ever need them. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  read ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map((password) => password.toLowerCase())),
  );
  return read;
}
