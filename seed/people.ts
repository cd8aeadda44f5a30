import { hash32 } from './random'

/** Where customers live: share of the customers, the currency they pay in, their tax rate and shipping cost. */
export interface Country {
  code: string
  share: number
  currency: 'EUR' | 'GBP' | 'USD'
  taxPercent: number
  /** cents of the country's currency */
  shipping: number
  phone: string
  cities: readonly (readonly [city: string, region: string])[]
}

export const COUNTRIES: readonly Country[] = [
  {
    code: 'DE',
    share: 0.31,
    currency: 'EUR',
    taxPercent: 19,
    shipping: 490,
    phone: '+49 30',
    cities: [
      ['Berlin', 'Berlin'],
      ['Hamburg', 'Hamburg'],
      ['München', 'Bayern'],
      ['Köln', 'Nordrhein-Westfalen'],
      ['Leipzig', 'Sachsen'],
      ['Freiburg', 'Baden-Württemberg'],
    ],
  },
  {
    code: 'FR',
    share: 0.15,
    currency: 'EUR',
    taxPercent: 20,
    shipping: 690,
    phone: '+33 1',
    cities: [
      ['Paris', 'Île-de-France'],
      ['Lyon', 'Auvergne-Rhône-Alpes'],
      ['Nantes', 'Pays de la Loire'],
      ['Lille', 'Hauts-de-France'],
    ],
  },
  {
    code: 'NL',
    share: 0.11,
    currency: 'EUR',
    taxPercent: 21,
    shipping: 590,
    phone: '+31 20',
    cities: [
      ['Amsterdam', 'Noord-Holland'],
      ['Rotterdam', 'Zuid-Holland'],
      ['Utrecht', 'Utrecht'],
      ['Groningen', 'Groningen'],
    ],
  },
  {
    code: 'AT',
    share: 0.08,
    currency: 'EUR',
    taxPercent: 20,
    shipping: 590,
    phone: '+43 1',
    cities: [
      ['Wien', 'Wien'],
      ['Graz', 'Steiermark'],
      ['Linz', 'Oberösterreich'],
    ],
  },
  {
    code: 'IT',
    share: 0.07,
    currency: 'EUR',
    taxPercent: 22,
    shipping: 790,
    phone: '+39 02',
    cities: [
      ['Milano', 'Lombardia'],
      ['Roma', 'Lazio'],
      ['Torino', 'Piemonte'],
    ],
  },
  {
    code: 'ES',
    share: 0.07,
    currency: 'EUR',
    taxPercent: 21,
    shipping: 790,
    phone: '+34 91',
    cities: [
      ['Madrid', 'Madrid'],
      ['Barcelona', 'Cataluña'],
      ['Valencia', 'Comunitat Valenciana'],
    ],
  },
  {
    code: 'GB',
    share: 0.14,
    currency: 'GBP',
    taxPercent: 20,
    shipping: 595,
    phone: '+44 20',
    cities: [
      ['London', 'England'],
      ['Manchester', 'England'],
      ['Edinburgh', 'Scotland'],
      ['Cardiff', 'Wales'],
    ],
  },
  {
    code: 'US',
    share: 0.07,
    currency: 'USD',
    taxPercent: 0,
    shipping: 1490,
    phone: '+1 212',
    cities: [
      ['New York', 'NY'],
      ['Boston', 'MA'],
      ['Seattle', 'WA'],
    ],
  },
]

const FIRST_NAMES =
  'Anna Ben Clara David Elena Felix Greta Hugo Ida Jonas Klara Leo Maria Noah Olivia Paul Rosa Samuel Theo Vera Adam Bea Chiara Daan Emma Finn Giulia Hanna Ivo Julia Karim Lucía Mats Nina Oscar Pia René Sofia Tom Zoë'.split(
    ' ',
  )
const LAST_NAMES =
  'Almeida Bakker Bianchi Brandt Clarke Costa Dubois Evans Fischer Fontaine García Gruber Hansen Hoffmann Huber Jansen Keller Kovács Lambert Lehmann Lopez Marino Martin Meijer Moreau Müller Novak Olsen Palmer Petit Richter Romano Rossi Schäfer Schmidt Silva Smit Taylor Torres Visser Wagner Walker Weber Wright Ziegler'.split(
    ' ',
  )

function ascii(name: string): string {
  return name.normalize('NFD').replace(/[^A-Za-z]/g, '')
}

const FIRST_ASCII = FIRST_NAMES.map(ascii)
const LAST_ASCII = LAST_NAMES.map(ascii)

/** Name, e-mail and phone of a customer: always the same for the same seed and number, so nothing is stored. */
export function identity(seed: number, customer: number, country: Country) {
  const h = hash32(seed, customer, 7)
  const first = h % FIRST_NAMES.length
  const last = (h >>> 8) % LAST_NAMES.length
  return {
    firstName: FIRST_NAMES[first] as string,
    lastName: LAST_NAMES[last] as string,
    email: `${FIRST_ASCII[first]}.${LAST_ASCII[last]}.${customer + 1}@example.com`.toLowerCase(),
    phone: `${country.phone} ${1_000_000 + (h % 9_000_000)}`,
  }
}
