import { Module } from '@nestjs/common';
import { ArticleWorkStore } from './article-work.store.js';
import { ArticleStore } from './article.store.js';

@Module({ providers: [ArticleStore, ArticleWorkStore], exports: [ArticleStore, ArticleWorkStore] })
export class ArticlesModule {}
