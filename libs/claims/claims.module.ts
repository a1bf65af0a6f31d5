import { Module } from '@nestjs/common';
import { AppearanceStore } from './appearances.store.js';
import { ClaimStore } from './claims.store.js';
import { MatchStore } from './matches.store.js';

@Module({
  providers: [ClaimStore, AppearanceStore, MatchStore],
  exports: [ClaimStore, AppearanceStore, MatchStore],
})
export class ClaimsModule {}
