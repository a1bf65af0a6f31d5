import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { ArchiveKeeping } from './archive-keeping.service.js';
import { ArchiveSearch } from './archive-search.service.js';
import { ArchiveStore } from './archive.store.js';
import { PostingStore } from './postings.store.js';
import { Suggestions } from './suggestions.service.js';

@Module({
  imports: [ClaimsModule],
  providers: [ArchiveStore, PostingStore, ArchiveSearch, Suggestions, ArchiveKeeping],
  exports: [ArchiveSearch, Suggestions, ArchiveKeeping],
})
export class ArchiveModule {}
