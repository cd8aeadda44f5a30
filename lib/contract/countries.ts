import iso from 'i18n-iso-countries'
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }

iso.registerLocale(english)

/** Names shops use that are neither code nor ISO name. */
const aliases: Record<string, string> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  eire: 'IE',
  rsa: 'ZA',
  holland: 'NL',
}

/** Every way to write a country, lower case → ISO 3166 alpha-2. */
export function countrySpellings(): Map<string, string> {
  const spellings = new Map(Object.entries(aliases))
  for (const [code, names] of Object.entries(iso.getNames('en', { select: 'all' })))
    for (const name of names) spellings.set(name.toLowerCase(), code)
  for (const [alpha3, alpha2] of Object.entries(iso.getAlpha3Codes()))
    spellings.set(alpha3.toLowerCase(), alpha2)
  for (const alpha2 of Object.keys(iso.getAlpha2Codes())) spellings.set(alpha2.toLowerCase(), alpha2)
  return spellings
}

/** ISO 4217 codes. */
export const currencyCodes = (): string[] => Intl.supportedValuesOf('currency')
