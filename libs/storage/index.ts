// Owns: blobs: the bytes of captures and evidence files, addressed by their SHA-256.
// Promises: a blob that was reported stored is whole and survives a power cut; storing the same bytes again is harmless.
// Never: knows who a blob belongs to or what type it has; deletes anything by itself.
export { type Blob, BlobMissing, Storage, type StoredBlob } from './storage.service.js';
export { StorageModule } from './storage.module.js';
