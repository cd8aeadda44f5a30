import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { storedSecret } from '@/lib/auth/secret'
import { env } from '@/lib/core/env'
import { StoreroomError } from '@/lib/core/errors'

/** A stored secret cannot be read with the key of this process. */
export class SealError extends StoreroomError {}

/** The key of this installation: derived from BETTER_AUTH_SECRET, or from the secret kept in the home folder. */
export async function sealKey(): Promise<Buffer> {
  const secret = env().authSecret ?? (await storedSecret(env().home))
  return Buffer.from(hkdfSync('sha256', secret, 'storeroom', 'alert channels', 32))
}

/** Encrypts a text (AES-256-GCM), so that a copy of the database does not give it away. */
export function seal(text: string, key: Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')}`
}

/** Decrypts what `seal` made. @throws SealError when it was made with another key or changed since */
export function unseal(sealed: string, key: Buffer): string {
  try {
    const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new SealError('unreadable_secret', 'The address of this channel cannot be decrypted.', {
      whatToDo:
        'It was saved under another BETTER_AUTH_SECRET (or another home folder): set the same one for every process, or edit the channel and enter its address again.',
      cause,
    })
  }
}
